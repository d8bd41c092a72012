# Losses of logits x: [N, C, ...] against classes t: [N, ...]; elements whose class is `ignored` count for nothing.
# Where all are ignored the loss is 0.

def counted(self, t: Tensor, ignored: int) -> Tensor:
  return torch.clamp(torch.sum(torch.ne(t, ignored)), 1)

# -log softmax(x)[t], the mean over elements.
def cross_entropy(self, x: Tensor, t: Tensor, ignored: int) -> Tensor:
  return torch.cross_entropy_loss(x, t, None, 2, ignored, 0.0) / self.counted(t, ignored)

# (1 - p)^2 * -log p for p = softmax(x)[t], the mean over elements (Lin et al. 2017, equation 4, gamma 2).
def focal(self, x: Tensor, t: Tensor, ignored: int) -> Tensor:
  surprise = torch.cross_entropy_loss(x, t, None, 0, ignored, 0.0)
  weight = torch.pow(1 - torch.exp(-surprise), 2.0)
  return torch.sum(weight * surprise) / self.counted(t, ignored)

# Probabilities and one-hot targets of shape [elements, C], of the elements that count.
def flat(self, x: Tensor, t: Tensor, ignored: int) -> Tuple[Tensor, Tensor]:
  classes = torch.size(x, 1)
  p = torch.reshape(torch.movedim(torch.softmax(x, 1), 1, -1), [-1, classes])
  labels = torch.reshape(t, [-1])
  chosen = torch.reshape(torch.nonzero(torch.ne(labels, ignored)), [-1])
  p = torch.index_select(p, 0, chosen)
  labels = torch.index_select(labels, 0, chosen)
  return (p, torch.to(torch.one_hot(labels, classes), 6))

# 1 - (2 sum(p y) + 1) / (sum(p) + sum(y) + 1) over all elements and classes (Milletari et al. 2016, smoothed).
def dice(self, x: Tensor, t: Tensor, ignored: int) -> Tensor:
  p, y = self.flat(x, t, ignored)
  return 1 - (2 * torch.sum(p * y) + 1) / (torch.sum(p) + torch.sum(y) + 1)

def ce_dice(self, x: Tensor, t: Tensor, ignored: int) -> Tensor:
  return self.cross_entropy(x, t, ignored) + self.dice(x, t, ignored)

# The Lovasz extension of the Jaccard loss, the mean over the classes present (Berman et al. 2018, algorithm 1).
def lovasz_softmax(self, x: Tensor, t: Tensor, ignored: int) -> Tensor:
  p, y = self.flat(x, t, ignored)
  total = torch.sum(p) * 0
  present = 0
  for c in range(torch.size(x, 1)):
    truth = torch.select(y, 1, c)
    if bool(torch.gt(torch.sum(truth), 0)):
      errors, order = torch.sort(torch.abs(truth - torch.select(p, 1, c)), 0, True)
      sorted_truth = torch.index_select(truth, 0, order)
      positives = torch.sum(sorted_truth)
      left = positives - torch.cumsum(sorted_truth, 0)
      union = positives + torch.cumsum(1 - sorted_truth, 0)
      jaccard = 1 - left / union
      before = torch.cat([torch.zeros_like(torch.narrow(jaccard, 0, 0, 1)), torch.narrow(jaccard, 0, 0, torch.size(jaccard, 0) - 1)], 0)
      total = total + torch.dot(errors, jaccard - before)
      present = present + 1
  return total / max(present, 1)

# RepVGG's weight decay of the kernel that each block amounts to (Ding et al. 2021, RepVGG's get_custom_L2): with
# t = gamma / sqrt(var + eps) of each branch, without a gradient,
#   sum(K3^2) off the centre + sum((K3 t3 + K1 t1)^2 / (t3^2 + t1^2)) at the centre.
# The lists hold one tensor a block.
def equivalent_kernels(self, dense: List[Tensor], dense_weight: List[Tensor], dense_var: List[Tensor], point: List[Tensor], point_weight: List[Tensor], point_var: List[Tensor]) -> Tensor:
  total = torch.sum(dense[0]) * 0
  for i in range(len(dense)):
    t3 = torch.reshape(torch.detach(dense_weight[i] / torch.sqrt(dense_var[i] + 1e-05)), [-1, 1, 1, 1])
    t1 = torch.reshape(torch.detach(point_weight[i] / torch.sqrt(point_var[i] + 1e-05)), [-1, 1, 1, 1])
    centre = torch.narrow(torch.narrow(dense[i], 2, 1, 1), 3, 1, 1)
    circle = torch.sum(dense[i] * dense[i]) - torch.sum(centre * centre)
    kernel = centre * t3 + point[i] * t1
    total = total + circle + torch.sum(kernel * kernel / (t3 * t3 + t1 * t1))
  return total
