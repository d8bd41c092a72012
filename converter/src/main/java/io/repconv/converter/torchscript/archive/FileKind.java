package io.repconv.converter.torchscript.archive;

/** What a model file is, told from its first bytes and, for a zip, the names in it. */
public enum FileKind {
  TORCHSCRIPT("a TorchScript archive", ""),
  EXPORTED_PROGRAM("a torch.export archive (.pt2)", ""),
  CHECKPOINT(
      "a checkpoint that torch.save wrote: weights without a graph",
      "Name the architecture with --arch, or save a trace of the model: torch.jit.trace(model.eval(), x).save(path)."),
  LEGACY_CHECKPOINT(
      "a checkpoint in the format torch.save had before 1.6: weights without a graph",
      "Name the architecture with --arch, or save a trace of the model: torch.jit.trace(model.eval(), x).save(path)."),
  BARE_PICKLE(
      "a bare Python pickle, not a model archive",
      "Save the model with torch.jit.trace(model, x).save(path)."),
  OLD_EXPORTED_PROGRAM(
      "a .pt2 in the layout torch wrote before 2.8",
      "Load it with torch.export.load in torch 2.9 or newer and save it again with torch.export.save."),
  OLD_TORCHSCRIPT(
      "a TorchScript archive of torch 1.1 or older",
      "Load it with torch.jit.load in torch 1.4 or newer and save it again."),
  TORCH_PACKAGE(
      "a torch.package archive: Python source that would have to be executed",
      "Load it in Python and save a trace: torch.jit.trace(model, x).save(path)."),
  MOBILE_FLATBUFFER(
      "a mobile model (.ptl, flatbuffer)",
      "Export the TorchScript archive from which it was made."),
  SAFETENSORS(
      "a safetensors file: weights without a graph",
      "Name the architecture with --arch, or save a trace of the model: torch.jit.trace(model.eval(), x).save(path)."),
  DJL_PARAMETERS(
      "DJL parameters: weights without a graph",
      "Name the architecture with --arch, or give the model file from which DJL trains."),
  TAR("a tar archive, as torch before 0.1.10 saved", "Save the model again with a current torch."),
  GIT_LFS_POINTER("a git-lfs pointer, not the file itself", "Fetch the file with: git lfs pull."),
  HTML("a web page, not a model", "Download the file itself; the address led to a page about it."),
  TEXT("text, not a model", "Give a TorchScript archive (.pt), a .pt2 or an ONNX file."),
  OTHER_ZIP(
      "a zip archive without a model in it",
      "Give a TorchScript archive, as torch.jit.save writes it."),
  /** Nothing known; ONNX files have no signature and are among these. */
  UNKNOWN("not recognised as a model", "Give a TorchScript archive (.pt), a .pt2 or an ONNX file.");

  private final String description;
  private final String advice;

  FileKind(String description, String advice) {
    this.description = description;
    this.advice = advice;
  }

  /** Completes "the file is …". */
  public String description() {
    return description;
  }

  /** What a user who gave such a file should do; empty for what can be read. */
  public String advice() {
    return advice;
  }
}
