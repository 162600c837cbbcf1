package dev.lakesmith.connectors.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.connectors.http.ApiServer.Answer;
import dev.lakesmith.connectors.http.ApiServer.Asked;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers as Salesforce documents query jobs of its Bulk API 2.0: a POST makes a job; its state goes on from UploadComplete
 * to JobComplete; its results are CSV with a header on each page, and the next page's locator, "null" for none, is in a
 * header of the answer.
 */
final class BulkServer implements Function<Asked, Answer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SINCE = Pattern.compile("SystemModstamp >= (\\S+)");
    private static final Pattern JOB = Pattern.compile("/jobs/query/(750R\\d+)(/results)?");

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Work> jobs = new LinkedHashMap<>();
    private List<String> states = List.of("UploadComplete", "InProgress", "JobComplete");
    private String error = "";
    private int made;

    /** A record as CSV, and the time of its change. */
    private record Row(String csv, String modified) {}

    /** A job and what it found. */
    private static final class Work {

        private final List<String> found;
        private int asked;

        Work(List<String> found) {
            this.found = found;
        }
    }

    BulkServer row(String id, String name, String modified) {
        rows.add(new Row("\"" + id + "\",\"" + name + "\",\"" + modified + "\"", modified));
        return this;
    }

    /** The states that each job is in when it is asked for, one after the other; the last one stays. */
    BulkServer states(String... names) {
        states = List.of(names);
        return this;
    }

    /** What a failed job says. */
    BulkServer error(String message) {
        error = message;
        return this;
    }

    /** The jobs that were made and not deleted. */
    List<String> left() {
        return List.copyOf(jobs.keySet());
    }

    @Override
    public Answer apply(Asked request) {
        if (request.method().equals("POST") && request.path().equals("/jobs/query")) {
            return made(request);
        }
        Matcher path = JOB.matcher(request.path());
        Work job = path.matches() ? jobs.get(path.group(1)) : null;
        if (job == null) {
            return Answer.status(
                    404, "[{\"errorCode\":\"NOT_FOUND\",\"message\":\"The requested resource does not exist\"}]");
        }
        boolean results = path.group(2) != null;
        if (request.method().equals("DELETE") && !results) {
            jobs.remove(path.group(1));
            return Answer.status(204, "");
        }
        return results ? results(request, job) : info(path.group(1), job);
    }

    private Answer made(Asked request) {
        try {
            JsonNode body = JSON.readTree(request.body());
            Matcher since = SINCE.matcher(body.path("query").asText());
            String from = since.find() ? since.group(1) : "";
            String id = "750R%03d".formatted(++made);
            jobs.put(
                    id,
                    new Work(rows.stream()
                            .filter(row -> row.modified().compareTo(from) >= 0)
                            .map(Row::csv)
                            .toList()));
            return Answer.ok(
                    "{\"id\":\"" + id + "\",\"operation\":" + body.path("operation")
                            + ",\"object\":\"Account\",\"state\":\"UploadComplete\",\"contentType\":\"CSV\",\"apiVersion\":60.0}");
        } catch (JsonProcessingException e) {
            return Answer.status(400, "[{\"errorCode\":\"JSON_PARSER_ERROR\"}]");
        }
    }

    private String state(Work job) {
        return states.get(Math.min(job.asked, states.size()) - 1);
    }

    private Answer info(String id, Work job) {
        job.asked++;
        String more = state(job).equals("Failed") ? ",\"errorMessage\":\"" + error + "\"" : "";
        return Answer.ok(
                "{\"id\":\"" + id + "\",\"operation\":\"queryAll\",\"object\":\"Account\",\"createdById\":\"005R"
                        + "x\",\"state\":\"" + state(job) + "\",\"jobType\":\"V2Query\",\"retries\":0" + more + "}");
    }

    private Answer results(Asked request, Work job) {
        if (job.asked == 0 || !state(job).equals("JobComplete")) {
            return Answer.status(400, "[{\"errorCode\":\"INVALIDJOBSTATE\",\"message\":\"not in JobComplete\"}]");
        }
        String locator = request.parameter("locator");
        int from = locator.isEmpty()
                ? 0
                : Integer.parseInt(new String(Base64.getDecoder().decode(locator), StandardCharsets.US_ASCII));
        int to = Math.min(job.found.size(), from + Integer.parseInt(request.parameter("maxRecords")));
        StringBuilder csv = new StringBuilder("\"Id\",\"Name\",\"SystemModstamp\"\n");
        job.found.subList(from, to).forEach(row -> csv.append(row).append('\n'));
        String next = to == job.found.size()
                ? "null"
                : Base64.getEncoder().encodeToString(Integer.toString(to).getBytes(StandardCharsets.US_ASCII));
        return Answer.ok(csv.toString())
                .with("Content-Type", "text/csv")
                .with("Sforce-NumberOfRecords", Integer.toString(to - from))
                .with("Sforce-Locator", next);
    }
}
