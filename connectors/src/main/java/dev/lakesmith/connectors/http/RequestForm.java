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

/** Makes the requests of a stream out of what its file says. */
final class RequestForm {

    private final Values source;
    private final Values stream;

    RequestForm(Values source, Values stream) {
        this.source = source;
        this.stream = stream;
    }

    /** What is asked for, for people and as the name of what is landed: without parameters and secrets. */
    String shown() {
        return base() + path().shown();
    }

    /** Secrets that its file writes beside those of {@code auth}. */
    List<String> secrets() {
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

    /** Every template of the request. */
    static List<Template> templates(Values stream) {
        List<Template> templates = new ArrayList<>();
        templates.add(stream.get("path", Template.class));
        for (String key : List.of("parameters", "headers", "form")) {
            stream.find(key, Values.class)
                    .ifPresent(map -> map.keys().forEach(name -> templates.add(map.get(name, Template.class))));
        }
        stream.find("body", Document.class)
                .ifPresent(body -> body.texts().map(Document.Text::template).forEach(templates::add));
        return templates;
    }

    /** The request for one page. */
    Outgoing fill(Filling filling) {
        Shown path = filled(path(), filling, Outgoing::encoded)
                .orElseThrow(() -> new Exchange.Unexpected("the path " + path().shown() + " has a slot without a value;"
                        + " the parent's record does not have the field, or there is no 'initial'"));
        List<Parameter> query = new ArrayList<>();
        source.find("parameters", Values.class).ifPresent(map -> map.keys()
                .forEach(name -> query.add(Parameter.of(name, fixed(map.get(name, Template.class))))));
        each("parameters", filling).forEach((name, value) -> query.add(Parameter.of(name, value)));
        Map<String, Shown> headers = new LinkedHashMap<>();
        headers.put("Accept", Shown.plain("application/json"));
        source.find("headers", Values.class).ifPresent(map -> map.keys()
                .forEach(name -> replace(headers, name, fixed(map.get(name, Template.class)))));
        each("headers", filling).forEach((name, value) -> replace(headers, name, value));
        Optional<Body> body = body(filling);
        String method = stream.find("method", String.class).orElse(body.isPresent() ? "POST" : "GET");
        return new Outgoing(method, new Shown(base() + path.text(), base() + path.shown()), query, headers, body);
    }

    private static void replace(Map<String, Shown> headers, String name, Shown value) {
        headers.keySet().removeIf(name::equalsIgnoreCase);
        headers.put(name, value);
    }

    private String base() {
        String url = source.get("url", String.class);
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private Template path() {
        return stream.get("path", Template.class);
    }

    private Map<String, Shown> each(String key, Filling filling) {
        Map<String, Shown> filled = new LinkedHashMap<>();
        stream.find(key, Values.class).ifPresent(map -> map.keys()
                .forEach(name -> filled(map.get(name, Template.class), filling, text -> text)
                        .ifPresent(value -> filled.put(name, value))));
        return filled;
    }

    private Optional<Body> body(Filling filling) {
        Optional<Document> document = stream.find("body", Document.class);
        if (document.isPresent()) {
            String json = json(document.get(), filling).orElse("{}");
            return Optional.of(new Body("application/json", json.getBytes(StandardCharsets.UTF_8)));
        }
        if (!stream.keys().contains("form")) {
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
