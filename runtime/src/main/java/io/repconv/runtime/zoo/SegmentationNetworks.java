package io.repconv.runtime.zoo;

import java.util.ArrayList;
import java.util.List;

/** Every architecture that tells classes apart pixel by pixel. */
final class SegmentationNetworks {
  private SegmentationNetworks() {}

  static List<Architecture> architectures() {
    List<Architecture> all = new ArrayList<>();
    all.addAll(PspNet.architectures());
    all.addAll(PspDenseNet.architectures());
    all.addAll(DeepLabVersions.architectures());
    all.addAll(DeepLab.architectures());
    all.addAll(DucHdc.architectures());
    all.addAll(TorchvisionSegmentation.architectures());
    all.add(FastScnn.architecture());
    all.add(Fcn8.architecture());
    all.add(UNet.architecture());
    all.add(UNetResnet.architecture());
    all.add(SegNet.architecture());
    all.add(SegResNet.architecture());
    all.addAll(ENet.architectures());
    all.add(Gcn.architecture());
    all.add(UperNet.architecture());
    return all;
  }
}
