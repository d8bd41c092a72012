package io.repconv.converter.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.Fixtures;
import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.train.data.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
  private static final int IGNORED = -1;

  @TempDir private Path folder;

  private Dataset open(DatasetType type, String split) {
    return Datasets.open(type, folder, split, IGNORED, Preprocessing.NONE);
  }

  private void image(String name, int width) {
    TestImages.write(TestImages.plain(width, 1, 0x808080), folder.resolve(name));
  }

  private void mask(String name, int... indices) {
    TestImages.write(TestImages.palette(8, indices), folder.resolve(name));
  }

  private void text(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  private void voc(String root) throws IOException {
    image(root + "JPEGImages/b.jpg", 3);
    image(root + "JPEGImages/a.jpg", 2);
    mask(root + "SegmentationClass/b.png", 0, 20, 255);
    mask(root + "SegmentationClass/a.png", 1, 2);
    mask(root + "SegmentationClassAug/a.png", 3, 4);
    text(root + "ImageSets/Segmentation/train.txt", "b\na\n\n");
    text(root + "ImageSets/Segmentation/train_aug.txt", "a\n");
    text(
        root + "ImageSets/Segmentation/trainval_aug.txt",
        "/JPEGImages/a.jpg /SegmentationClassAug/a.png\n");
  }

  @Test
  void pascalVocHasTheOrderOfItsListAndTheIndicesOfItsMasks() throws IOException {
    voc("");

    Dataset dataset = open(DatasetType.VOC, "train");

    assertThat(dataset.size()).isEqualTo(2);
    assertThat(dataset.task()).isEqualTo(Task.SEGMENTATION);
    assertThat(dataset.classes()).hasSize(21).startsWith("background", "aeroplane");
    assertThat(dataset.name(0)).endsWith("b.jpg");
    assertThat(dataset.example(0, 0).target()).containsExactly(0, 20, IGNORED);
    assertThat(dataset.example(1, 0).target()).containsExactly(1, 2);
    assertThat(dataset.example(1, 0).channels()).isEqualTo(3);
  }

  @Test
  void pascalVocIsAlsoFoundBelowVocdevkitAndItsAugmentedListsNameTheirMasks() throws IOException {
    voc("VOCdevkit/VOC2012/");

    assertThat(open(DatasetType.VOC, "train").example(1, 0).target()).containsExactly(1, 2);
    assertThat(open(DatasetType.VOC, "train_aug").example(0, 0).target()).containsExactly(3, 4);
    assertThat(open(DatasetType.VOC, "trainval_aug").example(0, 0).target()).containsExactly(3, 4);
  }

  @Test
  void aSetOfPascalVocsLayoutMayHaveClassesOfItsOwn() throws IOException {
    voc("");
    text("classes.txt", "ground\nthing\nother\n");

    Dataset dataset = open(DatasetType.VOC, "train");

    assertThat(dataset.classes()).containsExactly("ground", "thing", "other");
    assertThatThrownBy(() -> dataset.example(0, 0))
        .hasMessageContaining("b.png: the label 20 at row 0, column 1")
        .hasMessageContaining("expected those of 3 classes, or 255")
        .hasMessageContaining("[RC-601]");
  }

  @Test
  void whatIsMissingIsToldWithWhatWasLookedFor() throws IOException {
    Path root = Files.createDirectories(folder.resolve("VOC2012"));

    assertThatThrownBy(
            () -> Datasets.open(DatasetType.VOC, root, "train", IGNORED, Preprocessing.NONE))
        .satisfies(
            e ->
                assertThat(Files.readString(Fixtures.page("docs/errors/RC-601.md")))
                    .contains(
                        "repconv: "
                            + String.valueOf(e.getMessage()).replace(folder + "/", "")
                            + "\n```"));
    voc("");
    assertThatThrownBy(() -> open(DatasetType.VOC, "test"))
        .hasMessageContaining("no list 'ImageSets/Segmentation/test.txt' of the split 'test'");
    assertThatThrownBy(
            () ->
                Datasets.open(
                    DatasetType.VOC, folder.resolve("no"), "train", IGNORED, Preprocessing.NONE))
        .hasMessageContaining("no: no such folder, expected the layout of Pascal VOC");
  }

  @Test
  void aListThatLeadsOutOfTheFolderIsRefused() throws IOException {
    voc("");
    for (String line :
        new String[] {"../../a", "/a.jpg /../../a.png", "//etc/passwd /etc", "a\0b"}) {
      text("ImageSets/Segmentation/val.txt", line);

      assertThatThrownBy(() -> open(DatasetType.VOC, "val"))
          .hasMessageContaining("expected one that stays in the folder")
          .hasMessageContaining("[RC-113]");
    }
    text("ImageSets/Segmentation/val.txt", "a 1 2");
    assertThatThrownBy(() -> open(DatasetType.VOC, "val"))
        .hasMessageContaining("val.txt: the line 'a 1 2', expected the name of an image");
    text("ImageSets/Segmentation/val.txt", "\n");
    assertThatThrownBy(() -> open(DatasetType.VOC, "val")).hasMessageContaining("names no image");
  }

  @Test
  void aMaskOfAnotherSizeIsRefused() throws IOException {
    voc("");
    mask("SegmentationClass/a.png", 1, 2, 3);

    assertThatThrownBy(() -> open(DatasetType.VOC, "train").example(1, 0))
        .hasMessageContaining("a.png: a mask of 3 x 1, expected 2 x 1, as ");
  }

  @Test
  void labelsOfAde20kCountFromOneAndNoughtIsIgnored() {
    image("images/training/x.jpg", 4);
    mask("annotations/training/x.png", 0, 1, 150, 255);

    Dataset dataset = open(DatasetType.ADE20K, "training");

    assertThat(dataset.classes()).hasSize(150).startsWith("wall", "building", "sky");
    assertThat(dataset.example(0, 0).target()).containsExactly(IGNORED, 0, 149, IGNORED);
    mask("annotations/training/x.png", 0, 1, 150, 151);
    assertThatThrownBy(() -> dataset.example(0, 0)).hasMessageContaining("the label 151");
  }

  @Test
  void idsOfCityscapesBecomeTrainIds() {
    image("leftImg8bit/train/ulm/ulm_0_leftImg8bit.png", 6);
    mask("gtFine/train/ulm/ulm_0_gtFine_labelIds.png", 0, 7, 8, 12, 29, 33);
    mask("gtFine/train/ulm/ulm_0_gtFine_instanceIds.png", 9);
    image("leftImg8bit/train/aachen/aachen_0_leftImg8bit.png", 1);
    mask("gtFine/train/aachen/aachen_0_gtFine_labelIds.png", 24);

    Dataset dataset = open(DatasetType.CITYSCAPES, "train");

    assertThat(dataset.size()).isEqualTo(2);
    assertThat(dataset.classes()).hasSize(19);
    assertThat(dataset.classes().get(dataset.example(0, 0).target()[0])).isEqualTo("person");
    assertThat(dataset.example(1, 0).target()).containsExactly(IGNORED, 0, 1, 3, IGNORED, 18);
  }

  @Test
  void cityscapesIsFoundInTheFoldersOfItsArchives() {
    image("leftImg8bit_trainvaltest/leftImg8bit/val/ulm/ulm_0_leftImg8bit.png", 1);
    mask("gtFine_trainvaltest/gtFine/val/ulm/ulm_0_gtFine_labelIds.png", 26);

    assertThat(open(DatasetType.CITYSCAPES, "val").example(0, 0).target()).containsExactly(13);
  }

  @Test
  void masksOfCocoStuffAreIndicesAndAnImageWithoutOneIsNamed() {
    image("images/val2017/2.jpg", 3);
    mask("annotations/val2017/2.png", 0, 181, 255);
    Dataset dataset = open(DatasetType.COCO, "val2017");

    assertThat(dataset.classes()).hasSize(182).startsWith("person").endsWith("wood");
    assertThat(dataset.example(0, 0).target()).containsExactly(0, 181, IGNORED);
    image("images/val2017/1.jpg", 3);
    assertThatThrownBy(() -> open(DatasetType.COCO, "val2017"))
        .hasMessageContaining("1.png for the image")
        .hasMessageContaining("val2017/1.jpg");
    assertThatThrownBy(() -> open(DatasetType.COCO, "train2017"))
        .hasMessageContaining("no folder 'images/train2017'");
  }

  @Test
  void theFoldersOfImagesAreTheClassesInTheOrderOfTheirNames() throws IOException {
    image("train/dog/2.png", 2);
    image("train/cat/9.jpeg", 2);
    image("train/dog/1.jpg", 2);
    text("train/dog/notes.txt", "");
    text("train/readme.md", "");

    Dataset dataset = open(DatasetType.IMAGE_FOLDER, "train");

    assertThat(dataset.task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(dataset.classes()).containsExactly("cat", "dog");
    assertThat(dataset.size()).isEqualTo(3);
    assertThat(dataset.name(1)).endsWith("1.jpg");
    assertThat(dataset.example(0, 0).target()).containsExactly(0);
    assertThat(dataset.example(1, 0).target()).containsExactly(1);
    assertThatThrownBy(() -> open(DatasetType.IMAGE_FOLDER, "val"))
        .hasMessageContaining("no folder 'val', expected folders of splits");
  }

  @Test
  void theShapesOfASeedAreReadAndHaveEveryClass() throws IOException {
    ShapesDataset.write(folder, 20, 5, 48, 4, 3);

    Dataset dataset = open(DatasetType.VOC, "train");
    boolean[] seen = new boolean[4];
    for (int i = 0; i < dataset.size(); i++) {
      for (int target : dataset.example(i, 0).target()) {
        if (target != IGNORED) {
          seen[target] = true;
        }
      }
    }

    assertThat(dataset.size()).isEqualTo(20);
    assertThat(open(DatasetType.VOC, "val").size()).isEqualTo(5);
    assertThat(dataset.classes()).containsExactly("background", "circle", "square", "triangle");
    assertThat(seen).containsOnly(true);
    byte[] before = Files.readAllBytes(folder.resolve("JPEGImages/shapes_000003.jpg"));
    ShapesDataset.write(folder, 20, 5, 48, 4, 3);
    assertThat(Files.readAllBytes(folder.resolve("JPEGImages/shapes_000003.jpg")))
        .isEqualTo(before);
  }
}
