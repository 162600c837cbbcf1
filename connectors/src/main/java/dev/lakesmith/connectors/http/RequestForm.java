package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.Outgoing.Body;
import dev.lakesmith.connectors.http.Outgoing.Parameter;
import dev.lakesmith.connectors.http.Outgoing.Shown;
import dev.lakesmith.core.project.Document;
import dev.lakesmith.core.project.Template;
import dev.lakesmith.core.project.Template.Part.Plain;
import dev.lakesmith.core.project.Template.Part.Slot;
import dev.lakesmith.core.project.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the requests of a stream, or about its job, out of what its file says. */
final class RequestForm {

    private static final String JSON = "application/json";

    private final Values source;
    private final Optional<Values> keys;
    private final Template path;
    private final Optional<String> method;
    private final String accept;

    private RequestForm(Values source, Optional<Values> keys, Template path, Optional<String> method, String accept) {
        this.source = source;
        this.keys = keys;
        this.path = path;
        this.method = method;
        this.accept = accept;
    }

    /** Of a stream's pages. */
    static RequestForm of(Values source, Values stream) {
        boolean csv = stream.get("format", String.class).equals("csv");
        return new RequestForm(
                source,
                Optional.of(stream),
                stream.get("path", Template.class),
                stream.find("method", String.class),
                csv ? "text/csv, */*;q=0.5" : JSON);
    }

    /** With keys of its own, sent by POST. */
    static RequestForm posted(Values source, Values keys) {
        return new RequestForm(source, Optional.of(keys), keys.get("path", Template.class), Optional.of("POST"), JSON);
    }

    /** Of a path alone. */
    static RequestForm bare(Values source, Template path, String method) {
        return new RequestForm(source, Optional.empty(), path, Optional.of(method), JSON);
    }

    /** What is asked for, for people and as the name of what is landed: without parameters and secrets. */
    String shown() {
        return base() + path.shown();
    }

    /** Secrets that the files of a stream and its source write beside those of {@code auth}. */
    static List<String> secrets(Values source, Values stream) {
        List<Template> all = new ArrayList<>(templates(stream));
        for (String key : List.of("parameters", "headers")) {
            source.find(key, Values.class)
                    .ifPresent(map -> map.keys().forEach(name -> all.add(map.get(name, Template.class))));
        }
        return all.stream()
                .flatMap(template -> template.parts().stream())
                .filter(part -> part instanceof Plain plain && plain.secret())
                .map(part -> ((Plain) part).text())
                .toList();
    }

    /** A template without slots. */
    private static Shown fixed(Template template) {
        String text =
                template.parts().stream().map(part -> ((Plain) part).text()).collect(Collectors.joining());
        return new Shown(text, template.shown());
    }

    /** Every template of a stream's requests, those about its job too. */
    static List<Template> templates(Values stream) {
        List<Template> templates = new ArrayList<>(ofRequest(stream));
        stream.find("job", Values.class).ifPresent(job -> {
            templates.addAll(ofRequest(job.get("start", Values.class)));
            templates.add(job.get("status", Template.class));
            job.find("delete", Template.class).ifPresent(templates::add);
        });
        return templates;
    }

    private static List<Template> ofRequest(Values keys) {
        List<Template> templates = new ArrayList<>();
        templates.add(keys.get("path", Template.class));
        for (String key : List.of("parameters", "headers", "form")) {
            keys.find(key, Values.class)
                    .ifPresent(map -> map.keys().forEach(name -> templates.add(map.get(name, Template.class))));
        }
        keys.find("body", Document.class)
                .ifPresent(body -> body.texts().map(Document.Text::template).forEach(templates::add));
        return templates;
    }

    /** The request for one page. */
    Outgoing fill(Filling filling) {
        Shown place = filled(path, filling, Outgoing::encoded)
                .orElseThrow(() -> new Exchange.Unexpected(
                        "the path " + path.shown() + " has a slot without a value; " + why(filling)));
        List<Parameter> query = new ArrayList<>();
        source.find("parameters", Values.class).ifPresent(map -> map.keys()
                .forEach(name -> query.add(Parameter.of(name, fixed(map.get(name, Template.class))))));
        each("parameters", filling).forEach((name, value) -> query.add(Parameter.of(name, value)));
        Map<String, Shown> headers = new LinkedHashMap<>();
        headers.put("Accept", Shown.plain(accept));
        source.find("headers", Values.class).ifPresent(map -> map.keys()
                .forEach(name -> replace(headers, name, fixed(map.get(name, Template.class)))));
        each("headers", filling).forEach((name, value) -> replace(headers, name, value));
        Optional<Body> body = body(filling);
        String chosen = method.orElse(body.isPresent() ? "POST" : "GET");
        return new Outgoing(chosen, new Shown(base() + place.text(), base() + place.shown()), query, headers, body);
    }

    /** Why the path cannot be filled. */
    private String why(Filling filling) {
        String missing = path.slots().stream()
                .filter(slot -> filling.value(slot).isEmpty())
                .map(Slot::name)
                .findFirst()
                .orElse("");
        return switch (missing) {
            case Slots.PARENT -> "the parent's record does not have the field";
            case Slots.JOB -> "the answers about the job do not have the field";
            case Slots.BOOKMARK -> "there is no 'initial'";
            default -> "it is not known on the first page";
        };
    }

    private static void replace(Map<String, Shown> headers, String name, Shown value) {
        headers.keySet().removeIf(name::equalsIgnoreCase);
        headers.put(name, value);
    }

    private String base() {
        String url = source.get("url", String.class);
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private Map<String, Shown> each(String key, Filling filling) {
        Map<String, Shown> filled = new LinkedHashMap<>();
        keys.flatMap(each -> each.find(key, Values.class)).ifPresent(map -> map.keys()
                .forEach(name -> filled(map.get(name, Template.class), filling, text -> text)
                        .ifPresent(value -> filled.put(name, value))));
        return filled;
    }

    private Optional<Body> body(Filling filling) {
        Optional<Document> document = keys.flatMap(each -> each.find("body", Document.class));
        if (document.isPresent()) {
            String json = json(document.get(), filling).orElse("{}");
            return Optional.of(new Body(JSON, json.getBytes(StandardCharsets.UTF_8)));
        }
        if (keys.filter(each -> each.keys().contains("form")).isEmpty()) {
            return Optional.empty();
        }
        String form = each("form", filling).entrySet().stream()
                .map(each -> Outgoing.encoded(each.getKey()) + "="
                        + Outgoing.encoded(each.getValue().text()))
                .collect(Collectors.joining("&"));
        return Optional.of(new Body("application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8)));
    }

    /** Empty when a slot has no value. */
    private static Optional<String> json(Document document, Filling filling) {
        if (document instanceof Document.Literal literal) {
            return Optional.of(literal.json());
        }
        if (document instanceof Document.Items items) {
            return Optional.of(items.items().stream()
                    .flatMap(each -> json(each, filling).stream())
                    .collect(Collectors.joining(",", "[", "]")));
        }
        if (document instanceof Document.Members members) {
            List<String> written = new ArrayList<>();
            members.members().forEach((name, value) -> json(value, filling)
                    .ifPresent(text -> written.add(Scalar.text(name).json() + ":" + text)));
            return Optional.of(written.stream().collect(Collectors.joining(",", "{", "}")));
        }
        Template template = ((Document.Text) document).template();
        if (template.parts().size() == 1 && template.parts().get(0) instanceof Slot slot) {
            return filling.value(slot).map(Scalar::json);
        }
        return filled(template, filling, text -> text)
                .map(value -> Scalar.text(value.text()).json());
    }

    /** How the value of a slot is written. */
    private interface Encoding {
        String of(String text);
    }

    private static Optional<Shown> filled(Template template, Filling filling, Encoding encoding) {
        StringBuilder text = new StringBuilder();
        StringBuilder shown = new StringBuilder();
        for (Template.Part part : template.parts()) {
            if (part instanceof Plain plain) {
                text.append(plain.text());
                shown.append(plain.secret() ? "***" : plain.text());
            } else if (part instanceof Slot slot) {
                Optional<String> value = filling.value(slot).map(found -> encoding.of(found.text()));
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                text.append(value.get());
                shown.append(value.get());
            }
        }
        return Optional.of(new Shown(text.toString(), shown.toString()));
    }
}
