package io.repconv.converter.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.repconv.converter.Fixtures;
import io.repconv.converter.ModelFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportKindTest {
  @TempDir private static Path folder;

  private static Reports reports;
  private static List<Report> all;

  @BeforeAll
  static void makeReports() {
    reports = new Reports(folder);
    all = reports.ofEveryOutcome();
  }

  private static Report passed() {
    return all.get(0);
  }

  private static Report failed() {
    return all.get(1);
  }

  private static Report refused() {
    return all.get(3);
  }

  private static Report hostile() {
    return all.get(5);
  }

  @ParameterizedTest
  @EnumSource
  void theSchemaKnowsEveryFormatOfModels(ModelFormat format) throws IOException {
    assertThat(Files.readString(Fixtures.page("docs/schema/report.schema.json")))
        .contains("\"" + format.name().toLowerCase(Locale.ROOT) + "\"");
  }

  @Test
  void jsonFollowsItsSchemaAndHasNoFieldThatTheSchemaLacks() throws IOException {
    String text = Files.readString(Fixtures.page("docs/schema/report.schema.json"));
    JsonElement strict = JsonParser.parseString(text);
    close(strict);
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(strict.toString());

    for (Report report : all) {
      assertThat(schema.validate(ReportKind.JSON.text(report), InputFormat.JSON)).isEmpty();
    }
    String broken = ReportKind.JSON.text(passed()).replace("\"passed\"", "\"past\"");
    assertThat(schema.validate(broken, InputFormat.JSON)).isNotEmpty();
  }

  /** Allows an object no properties but those that are described. */
  private static void close(JsonElement schema) {
    if (schema.isJsonArray()) {
      schema.getAsJsonArray().forEach(ReportKindTest::close);
    } else if (schema.isJsonObject()) {
      JsonObject object = schema.getAsJsonObject();
      object.asMap().values().forEach(ReportKindTest::close);
      if (object.has("properties") && object.has("type")) {
        object.addProperty("additionalProperties", false);
      }
    }
  }

  @Test
  void theSchemaComesWithTheProgram() throws IOException {
    try (InputStream in = Report.class.getResourceAsStream("report.schema.json")) {
      assertThat(in)
          .hasBinaryContent(Files.readAllBytes(Fixtures.page("docs/schema/report.schema.json")));
    }
  }

  @Test
  void sarifFollowsTheSchemaOfTheStandard() throws IOException {
    JsonSchema schema;
    try (InputStream in =
        Objects.requireNonNull(
            ReportKindTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(text);
    }

    for (Report report : all) {
      assertThat(schema.validate(ReportKind.SARIF.text(report), InputFormat.JSON)).isEmpty();
    }
    String broken = ReportKind.SARIF.text(failed()).replace("\"error\"", "\"bad\"");
    assertThat(schema.validate(broken, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void sarifHasAnErrorForEachFailureAndANoteForEachBlockThatStayed() {
    assertThat(results(passed())).isEmpty();
    assertThat(results(failed())).isNotEmpty().allMatch(result -> result.endsWith(" error"));
    assertThat(results(failed())).contains("RC-502 error");
    assertThat(results(refused())).contains("RC-505 error", "RC-505 note");
  }

  private static List<String> results(Report report) {
    return run(report).getAsJsonArray("results").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(r -> r.get("ruleId").getAsString() + " " + r.get("level").getAsString())
        .toList();
  }

  private static JsonObject run(Report report) {
    JsonObject log = JsonParser.parseString(ReportKind.SARIF.text(report)).getAsJsonObject();
    return log.getAsJsonArray("runs").get(0).getAsJsonObject();
  }

  @Test
  void aSarifRuleHasTheErrorsPageAsItsHelp() {
    JsonObject rule =
        run(failed())
            .getAsJsonObject("tool")
            .getAsJsonObject("driver")
            .getAsJsonArray("rules")
            .get(0)
            .getAsJsonObject();

    assertThat(rule.getAsJsonObject("help").get("markdown").getAsString())
        .startsWith("# " + rule.get("id").getAsString() + ": ")
        .contains("## What to do");
  }

  @Test
  void xmlFollowsTheSchemaOfJunit() throws Exception {
    Schema schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(ReportKindTest.class.getResource("junit.xsd"));

    for (Report report : all) {
      String xml = ReportKind.XML.text(report);
      schema.newValidator().validate(new StreamSource(new StringReader(xml)));
    }
  }

  @Test
  void aTestCaseFailsForEachComparisonThatDoesAndTheCountsAreThoseOfTheCases() throws Exception {
    for (Report report : all) {
      Element root = junit(report).getDocumentElement();
      for (Element suite : elements(root.getElementsByTagName("testsuite"))) {
        assertThat(elements(suite.getElementsByTagName("testcase")))
            .hasSize(Integer.parseInt(suite.getAttribute("tests")));
        assertThat(elements(suite.getElementsByTagName("failure")))
            .hasSize(Integer.parseInt(suite.getAttribute("failures")));
      }
      assertThat(elements(root.getElementsByTagName("failure")).isEmpty())
          .isEqualTo(report.failure().isEmpty());
    }
    assertThat(elements(junit(failed()).getElementsByTagName("failure")))
        .allSatisfy(
            failure -> {
              assertThat(failure.getAttribute("type")).isEqualTo("RC-502");
              assertThat(failure.getTextContent()).contains("expected at most 1.00e-30");
            });
    assertThat(elements(junit(passed()).getElementsByTagName("testsuite")))
        .extracting(suite -> suite.getAttribute("name"))
        .containsExactly(
            "certificates",
            "proof",
            "value by value",
            "original against float64",
            "deployed against float64",
            "deployed against original");
  }

  private static Document junit(Report report) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(ReportKind.XML.text(report))));
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .map(Element.class::cast)
        .toList();
  }

  @Test
  void markdownStartsWithTheVerdictAndHasTheFailure() {
    assertThat(ReportKind.MD.text(passed()))
        .startsWith("### \u2705 repconv export: Proved equivalent");
    assertThat(ReportKind.MD.text(failed()))
        .startsWith("### \u274c repconv export: Not equivalent")
        .contains("\n> output ");
    assertThat(ReportKind.MD.text(all.get(2))).contains("Not checked");
    assertThat(ReportKind.MD.text(refused())).contains("did not fold");
  }

  @Test
  void namesInAModelAreNeverMarkup() throws Exception {
    assertThat(ReportKind.MD.text(hostile()))
        .doesNotContain("<script")
        .doesNotContain("[a](")
        .doesNotContain("`")
        .doesNotContain("http://b");
    assertThat(ReportKind.MD.text(hostile()).lines().filter(line -> line.startsWith("|")))
        .allMatch(line -> List.of(4, 5, 7).contains(line.split("\\|", -1).length - 1));
    assertThat(junit(hostile()).getElementsByTagName("script").getLength()).isZero();
    assertThat(ReportKind.XML.text(hostile())).contains("&lt;script&gt;").doesNotContain("\u202e");
  }

  @ParameterizedTest
  @EnumSource
  void theSameRunGivesTheSameBytesButForTimes(ReportKind kind) {
    assertThat(withoutTimes(kind.text(reports.passed())))
        .isEqualTo(withoutTimes(kind.text(passed())));
  }

  private static String withoutTimes(String text) {
    return text.replaceAll("20\\d\\d-[-0-9T:]+Z", "TIME")
        .replaceAll("time=\"[0-9.]+\"", "")
        .replaceAll("\"(loading|proof|certificates|original|deployed|float64)\": [0-9.E-]+,?\n", "")
        .replaceAll("[0-9.]+ s\\b", "SECONDS");
  }

  @ParameterizedTest
  @EnumSource
  void theEndingTellsTheKindWhateverItsCase(ReportKind kind) {
    assertThat(ReportKind.of(Path.of("a.b" + kind.ending()))).contains(kind);
    assertThat(ReportKind.of(Path.of("R" + kind.ending().toUpperCase(Locale.ROOT)))).contains(kind);
    assertThat(ReportKind.of(Path.of("report" + kind.ending() + ".txt"))).isEmpty();
  }
}
