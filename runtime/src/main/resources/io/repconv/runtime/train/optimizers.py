# One step of an optimizer on parameters p with gradients g, in place. State has zeros before the first step.

# d = g + decay * p;  b = momentum * b + d;  p = p - rate * b   (torch.optim.SGD)
def sgd(self, p: List[Tensor], g: List[Tensor], b: List[Tensor], rate: float, momentum: float, decay: float) -> int:
  for i in range(len(p)):
    parameter = torch.detach(p[i])
    torch.add_(torch.mul_(b[i], momentum), g[i] + parameter * decay)
    torch.sub_(parameter, b[i] * rate)
  return 0

# m = beta1 m + (1 - beta1) d;  v = beta2 v + (1 - beta2) d^2, with d = g + decay * p; where decoupled, d = g and p has
# shrunk by rate * decay before;  p = p - rate * (m / first) / (sqrt(v / second) + 1e-8) with first = 1 - beta1^step and
# second = 1 - beta2^step (Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019, algorithm 2)
def adam(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], rate: float, beta1: float, beta2: float, decay: float, decoupled: bool, first: float, second: float) -> int:
  for i in range(len(p)):
    parameter = torch.detach(p[i])
    d = g[i]
    if decoupled:
      torch.mul_(parameter, 1 - rate * decay)
    else:
      d = d + parameter * decay
    torch.add_(torch.mul_(m[i], beta1), d * (1 - beta1))
    torch.add_(torch.mul_(v[i], beta2), d * d * (1 - beta2))
    torch.sub_(parameter, rate * (m[i] / first) / (torch.sqrt(v[i] / second) + 1e-08))
  return 0
