package dev.lakesmith.cli;

import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.core.run.Checks.TableChecks;
import dev.lakesmith.core.test.TestReport;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes results in the XML that JUnit's runners made common, which CI systems read: a suite for each test file and one
 * for the checks of published tables, the model as the class.
 */
final class JUnitReport {

    private static final String CHECKS = "checks of published tables";

    private final TestResults results;
    private final Secrets secrets;
    private final Instant at;

    JUnitReport(TestResults results, Secrets secrets, Instant at) {
        this.results = results;
        this.secrets = secrets;
        this.at = at;
    }

    /** One case of a suite. */
    private record Case(String model, String name, Duration elapsed, Outcome outcome, String message, String text) {}

    private enum Outcome {
        PASSED,
        /** Passed, with something to say. */
        REMARK,
        FAILED,
        ERROR,
        SKIPPED
    }

    /** Replaces the file, and makes its folder where that is missing. */
    void write(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (Writer writer = Files.newBufferedWriter(file)) {
                XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(writer);
                write(xml);
                xml.close();
            }
        } catch (IOException | XMLStreamException e) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_UNWRITABLE,
                    "the JUnit report " + file + " cannot be written: " + e.getMessage() + "; name another file",
                    e);
        }
    }

    private void write(XMLStreamWriter xml) throws XMLStreamException {
        Map<String, List<Case>> suites = new LinkedHashMap<>();
        results.tests().stream()
                .collect(Collectors.groupingBy(
                        report -> report.test().place().file(), LinkedHashMap::new, Collectors.toList()))
                .forEach((file, reports) ->
                        suites.put(file, reports.stream().map(this::unitTest).toList()));
        List<Case> checks = results.checks().stream()
                .flatMap(table -> checks(table).stream())
                .toList();
        if (!checks.isEmpty()) {
            suites.put(CHECKS, checks);
        }
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        xml.writeAttribute("name", "lakesmith");
        totals(xml, suites.values().stream().flatMap(List::stream).toList(), results.elapsed());
        for (Map.Entry<String, List<Case>> suite : suites.entrySet()) {
            suite(xml, suite.getKey(), suite.getValue());
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suite(XMLStreamWriter xml, String name, List<Case> cases) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", name);
        Duration elapsed = cases.stream().map(Case::elapsed).reduce(Duration.ZERO, Duration::plus);
        totals(xml, cases, elapsed);
        xml.writeAttribute("skipped", Long.toString(count(cases, Outcome.SKIPPED)));
        // The form of this format has no zone.
        xml.writeAttribute(
                "timestamp", at.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""));
        for (Case each : cases) {
            xml.writeCharacters("\n    ");
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", each.model());
            xml.writeAttribute("name", clean(each.name()));
            xml.writeAttribute("time", seconds(each.elapsed()));
            outcome(xml, each);
            xml.writeEndElement();
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private static void totals(XMLStreamWriter xml, List<Case> cases, Duration elapsed) throws XMLStreamException {
        xml.writeAttribute("tests", Integer.toString(cases.size()));
        xml.writeAttribute("failures", Long.toString(count(cases, Outcome.FAILED)));
        xml.writeAttribute("errors", Long.toString(count(cases, Outcome.ERROR)));
        xml.writeAttribute("time", seconds(elapsed));
    }

    private void outcome(XMLStreamWriter xml, Case each) throws XMLStreamException {
        String element =
                switch (each.outcome()) {
                    case PASSED -> "";
                    case REMARK -> "system-out";
                    case FAILED -> "failure";
                    case ERROR -> "error";
                    case SKIPPED -> "skipped";
                };
        if (element.isEmpty()) {
            return;
        }
        xml.writeStartElement(element);
        if (each.outcome() != Outcome.REMARK) {
            xml.writeAttribute("message", clean(each.message()));
        }
        if (each.outcome() == Outcome.FAILED || each.outcome() == Outcome.ERROR) {
            xml.writeAttribute("type", each.outcome().name().toLowerCase(Locale.ROOT));
        }
        if (each.outcome() != Outcome.SKIPPED) {
            xml.writeCharacters(clean(each.text()));
        }
        xml.writeEndElement();
    }

    private static long count(List<Case> cases, Outcome outcome) {
        return cases.stream().filter(each -> each.outcome() == outcome).count();
    }

    private Case unitTest(TestReport report) {
        Outcome outcome =
                report.passed() ? Outcome.PASSED : report.error().isPresent() ? Outcome.ERROR : Outcome.FAILED;
        List<String> lines = new FindingText(Palette.PLAIN).of(report);
        String text = report.test().place() + "\n" + String.join("\n", lines);
        String message = lines.isEmpty() ? "" : lines.get(0);
        return new Case(
                report.test().model().toString(), report.test().name(), report.elapsed(), outcome, message, text);
    }

    private static List<Case> checks(TableChecks table) {
        String name = table.table().toString();
        if (table.state() == TableChecks.State.NOT_BUILT) {
            return List.of(new Case(name, "checks", Duration.ZERO, Outcome.SKIPPED, "not built yet", ""));
        }
        return table.outcomes().stream()
                .map(outcome -> new Case(
                        name,
                        outcome.check().name(),
                        Duration.ZERO,
                        outcome(outcome),
                        outcome.seen(),
                        TestSummary.text(outcome)))
                .toList();
    }

    private static Outcome outcome(CheckOutcome outcome) {
        return outcome.passed() ? Outcome.PASSED : TestResults.failed(outcome) ? Outcome.FAILED : Outcome.REMARK;
    }

    /** Without secrets, and without the characters that XML cannot hold in any way. */
    private String clean(String text) {
        StringBuilder clean = new StringBuilder();
        secrets.scrub(text).codePoints().forEach(point -> {
            boolean allowed = point == '\n'
                    || point == '\t'
                    || (point >= 0x20 && point != 0xFFFE && point != 0xFFFF && (point < 0xD800 || point > 0xDFFF));
            clean.appendCodePoint(allowed ? point : 0xFFFD);
        });
        return clean.toString();
    }

    private static String seconds(Duration elapsed) {
        return String.format(Locale.ROOT, "%.3f", elapsed.toNanos() / 1e9);
    }
}
