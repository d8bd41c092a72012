package io.repconv.converter.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportHtmlTest {
  private static final Set<String> LOADING =
      Set.of("src", "href", "xlink:href", "srcset", "action", "data", "style");

  @TempDir private static Path folder;

  private static Reports reports;

  @BeforeAll
  static void makeReports() {
    reports = new Reports(folder);
  }

  /** A page is written so that it is XML too. */
  private static Document parse(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }

  private static List<Element> elements(Document page, String tag) {
    NodeList found = page.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  @Test
  void aPageNeedsNothingElseAndRunsNothingWhateverItIsAbout() throws Exception {
    for (Report report : reports.ofEveryOutcome()) {
      String text = ReportKind.HTML.text(report);
      for (Element element : elements(parse(text), "*")) {
        assertThat(element.getTagName()).isNotIn("script", "link", "img", "iframe", "object");
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
          String name = attributes.item(i).getNodeName().toLowerCase(Locale.ROOT);
          assertThat(name).isNotIn(LOADING).doesNotStartWith("on");
        }
      }
      assertThat(text).contains("default-src &#39;none&#39;").doesNotContain("@import", "url(");
    }
  }

  @Test
  void theVerdictComesFirstAndAFailureSaysWhy() throws Exception {
    Element verdict = elements(parse(ReportKind.HTML.text(reports.failed())), "section").get(0);

    assertThat(verdict.getAttribute("class")).isEqualTo("verdict not_equivalent");
    assertThat(verdict.getTextContent())
        .startsWith("Not equivalent to the original")
        .contains("[RC-502]");
    assertThat(ReportKind.HTML.text(reports.unread())).contains("verdict failed", "[RC-101]");
    assertThat(ReportKind.HTML.text(reports.unchecked())).contains("verdict not_checked");
  }

  @Test
  void aPageHasAHistogramForEachOutputPicturesOfBothNetworksAndChecksums() throws Exception {
    Report report = reports.passed();

    Document page = parse(ReportKind.HTML.text(report));

    assertThat(elements(page, "svg"))
        .extracting(svg -> svg.getAttribute("aria-label"))
        .containsExactly("errors of result", "network before", "network after");
    assertThat(elements(page, "g"))
        .anyMatch(box -> box.getAttribute("class").equals("fold group0"));
    assertThat(elements(page, "code"))
        .extracting(Element::getTextContent)
        .containsAll(report.files().stream().map(file -> file.sha256().orElseThrow()).toList());
  }

  @Test
  void bothNetworksOfAComparisonAreDrawn() throws Exception {
    assertThat(elements(parse(ReportKind.HTML.text(reports.verified())), "svg"))
        .extracting(svg -> svg.getAttribute("aria-label"))
        .contains("network original", "network deployed");
  }

  @Test
  void hostileNamesAreShownAsText() throws Exception {
    Document page = parse(ReportKind.HTML.text(reports.hostile()));

    assertThat(elements(page, "h3"))
        .extracting(Element::getTextContent)
        .contains(Reports.HOSTILE.replaceAll("[\u202e\u0001]", "\ufffd") + "out");
  }
}
