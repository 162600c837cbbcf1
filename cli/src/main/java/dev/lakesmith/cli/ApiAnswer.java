package dev.lakesmith.cli;

import dev.lakesmith.core.crawl.Crawl.Wanted;
import dev.lakesmith.core.project.Source;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tells what an API's answer is to a project. */
final class ApiAnswer {

    private ApiAnswer() {}

    /**
     * The stream of a source that reads the answer, else one more of that source; empty when the answer is none of its API.
     *
     * @param stream what to call one more
     */
    static Optional<Wanted> of(Source source, URI answer, String stream) {
        if (!source.connector().equals("http")) {
            return Optional.empty();
        }
        return below(source, answer).map(path -> source.streams().stream()
                .filter(each -> each.options().texts("path").contains(path))
                .findFirst()
                .map(each -> Wanted.declared(source.name(), Optional.of(each.name())))
                .orElseGet(() -> new Wanted(
                        source.name(), Optional.of(path), Optional.empty(), Map.of(stream, keys(path, answer)))));
    }

    /** The keys of a stream that asks for it. */
    static Map<String, Object> keys(String path, URI answer) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("path", path);
        Map<String, String> parameters = parameters(answer);
        if (!parameters.isEmpty()) {
            keys.put("parameters", parameters);
        }
        return keys;
    }

    /** The path of an answer behind a source's URL. */
    private static Optional<String> below(Source source, URI answer) {
        String plain = answer.toString().replaceFirst("[?#].*", "").replaceFirst("/+$", "");
        return source.options()
                .find("url", String.class)
                .map(base -> base.replaceFirst("/+$", ""))
                .filter(base -> plain.startsWith(base + "/"))
                .map(base -> plain.substring(base.length()));
    }

    private static Map<String, String> parameters(URI answer) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String each : Optional.ofNullable(answer.getQuery()).orElse("").split("&", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                parameters.put(each.substring(0, equals), each.substring(equals + 1));
            }
        }
        return parameters;
    }
}
