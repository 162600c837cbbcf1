package dev.lakesmith.cli;

import dev.lakesmith.core.crawl.Crawl.Wanted;
import dev.lakesmith.core.crawl.YamlWords;
import dev.lakesmith.core.project.Names;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands what a crawl is pointed at: a folder, a database, an API, or something of a source that is declared. */
final class CrawlPlace {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");
    private static final Pattern BUCKET = Pattern.compile("(?i)s3a?://");
    private static final Pattern WILD = Pattern.compile("[*?\\[{]");

    private final Project project;
    private final Map<String, String> environment;
    private final Login login;

    /**
     * How to log in to what is new.
     *
     * @param user the name
     * @param secretVariable the environment variable with the password or the token
     */
    record Login(Optional<String> user, Optional<String> secretVariable) {}

    CrawlPlace(Project project, Map<String, String> environment, Login login) {
        this.project = project;
        this.environment = environment;
        this.login = login;
    }

    /**
     * The sources to look at.
     *
     * @param place what the user wrote
     * @param source the source's name, of one that is there or of a new one
     */
    List<Wanted> wanted(Optional<String> place, Optional<String> source) {
        source.ifPresent(CrawlPlace::requireName);
        Optional<Source> declared = source.flatMap(this::named);
        if (place.isEmpty()) {
            return source.isEmpty() ? all() : List.of(Wanted.declared(known(source.get()), Optional.empty()));
        }
        String text = place.get();
        if (text.startsWith("jdbc:")) {
            return List.of(database(text, source));
        }
        if (text.startsWith("http://") || text.startsWith("https://")) {
            return List.of(api(text, source));
        }
        if (BUCKET.matcher(text).lookingAt()) {
            return List.of(bucket(text, source));
        }
        if (declared.isPresent() && !declared.get().connector().equals("files")) {
            return List.of(Wanted.declared(declared.get().name(), place));
        }
        return List.of(files(text, source));
    }

    private List<Wanted> all() {
        if (project.sources().isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "the project has no source to crawl; name a folder, a database or an API: " + Launcher.command()
                            + " crawl ./drop");
        }
        return project.sources().stream()
                .map(each -> Wanted.declared(each.name(), Optional.empty()))
                .toList();
    }

    private String known(String source) {
        DeclaredSources.named(project, source);
        return source;
    }

    private boolean isInLake(Path folder) {
        String warehouse = project.target().warehouse();
        return !Locations.isRemote(warehouse) && folder.startsWith(Locations.path(warehouse));
    }

    private static void requireName(String name) {
        if (!Names.mended(name).equals(Optional.of(name))) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "--source " + name + ": names are lower-case letters, digits and _, a letter first"
                            + Names.mended(name)
                                    .map(better -> "; write --source " + better)
                                    .orElse(""));
        }
    }

    private Optional<Source> named(String name) {
        return project.sources().stream()
                .filter(source -> source.name().equals(name))
                .findFirst();
    }

    private Wanted files(String text, Optional<String> source) {
        Matcher scheme = SCHEME.matcher(text);
        if (text.isBlank() || scheme.lookingAt()) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    text.isBlank()
                            ? "PLACE is empty; name a folder such as ./drop, a glob, a database or an API"
                            : "a crawl does not know " + scheme.group()
                                    + "; it takes folders, globs, s3://, jdbc:, http:// and https://. For files on a server,"
                                    + " write a source with its 'url' and name that with --source");
        }
        String pattern = inProject(text);
        Path folder = folder(pattern);
        boolean whole = !WILD.matcher(pattern).find();
        if (folder.equals(project.directory()) || (whole && project.directory().startsWith(folder))) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    text
                            + (folder.equals(project.directory()) ? " is" : " holds")
                            + " the project's own folder, whose files are no data; name a folder in it, such as"
                            + " ./drop");
        }
        if (isInLake(folder) || folder.startsWith(project.stateDirectory())) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    text + " belongs to the lake of this project, whose tables models read by their names; name a"
                            + " folder of files from elsewhere, such as ./drop");
        }
        if (!Files.exists(folder)) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "there is no " + folder + ", which '" + text + "' names; name a folder, a file or a glob such as"
                            + " 'drop/*.csv'. Relative paths begin where you are, or in the project's folder");
        }
        List<Source> readers = project.sources().stream()
                .filter(each -> each.connector().equals("files"))
                .filter(each ->
                        source.isEmpty() ? reads(each, folder) : each.name().equals(source.get()))
                .toList();
        if (readers.size() > 1) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "several sources read files there: "
                            + String.join(
                                    ", ", readers.stream().map(Source::name).toList())
                            + "; say which with --source " + readers.get(0).name());
        }
        if (!readers.isEmpty()) {
            return Wanted.declared(readers.get(0).name(), Optional.of(pattern));
        }
        String wish = source.orElseGet(() -> mended(String.valueOf(folder.getFileName()), "files"));
        return fresh(wish, Optional.of(pattern), "connector: files\n");
    }

    /** The folder in the bucket becomes the source's {@code url}, and what is behind it the pattern. */
    private Wanted bucket(String text, Optional<String> source) {
        if (login.user().isPresent() || login.secretVariable().isPresent()) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "a bucket is looked at with the target's or the environment's credentials; leave out --user and"
                            + " --secret-env, or write a source with its 'storage' and name that with --source");
        }
        Matcher wild = WILD.matcher(text);
        int end = wild.find() ? text.lastIndexOf('/', wild.start()) : text.length();
        String url = text.substring(0, end).replaceFirst("/+$", "");
        Optional<String> rest = Optional.of(text.substring(Math.min(text.length(), end + 1)))
                .filter(any -> end < text.length() && !any.isEmpty());
        if (!url.matches("(?i)s3a?://[^/]+(/.*)?")) {
            throw new LakesmithException(
                    ErrorCode.USAGE, "'" + text + "' names no bucket; name one such as s3://bucket/folder");
        }
        List<Source> readers = project.sources().stream()
                .filter(each -> source.isEmpty() || each.name().equals(source.get()))
                .filter(each -> each.options()
                        .find("url", String.class)
                        .map(own -> own.replaceFirst("/+$", ""))
                        .filter(own -> url.equals(own) || url.startsWith(own + "/"))
                        .isPresent())
                .toList();
        if (!readers.isEmpty()) {
            Source reader = readers.get(0);
            String own = reader.options().get("url", String.class).replaceFirst("/+$", "");
            String below = url.substring(own.length()).replaceFirst("^/", "");
            String pattern = below + (below.isEmpty() || rest.isEmpty() ? "" : "/") + rest.orElse("");
            return Wanted.declared(reader.name(), Optional.of(pattern).filter(any -> !any.isEmpty()));
        }
        String name = source.orElseGet(() -> mended(url.substring(url.lastIndexOf('/') + 1), "files"));
        return fresh(name, rest, "connector: files\n" + key("url", url));
    }

    /** As the project's files write it: relative to the project where it is in it. What is there decides which is meant. */
    private String inProject(String text) {
        Matcher wild = WILD.matcher(text);
        int from = wild.find() ? text.lastIndexOf('/', wild.start()) + 1 : text.length();
        String fixed = text.substring(0, from);
        String rest = text.substring(from);
        try {
            Path here = Path.of(fixed).toAbsolutePath().normalize();
            Path there = project.directory().resolve(fixed).normalize();
            Path chosen = Files.exists(here) || !Files.exists(there) ? here : there;
            String shown = (chosen.startsWith(project.directory())
                            ? project.directory().relativize(chosen)
                            : chosen)
                    .toString()
                    .replace('\\', '/');
            return rest.isEmpty() ? shown : shown.isEmpty() ? rest : shown + "/" + rest;
        } catch (InvalidPathException e) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "'" + text + "' is no path: " + e.getReason() + "; name a folder such as ./drop",
                    e);
        }
    }

    private Path folder(String pattern) {
        Matcher wild = WILD.matcher(pattern);
        String fixed =
                wild.find() ? pattern.substring(0, Math.max(0, pattern.lastIndexOf('/', wild.start()))) : pattern;
        return project.directory().resolve(fixed).normalize();
    }

    private boolean reads(Source source, Path folder) {
        for (Stream stream : source.streams()) {
            for (String path : stream.options().texts("path")) {
                Path own = folder(path);
                if (own.startsWith(folder) || folder.startsWith(own)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Wanted database(String url, Optional<String> source) {
        SecretInUrl.refuse(url);
        Optional<Source> there = project.sources().stream()
                .filter(each -> source.isEmpty() || each.name().equals(source.get()))
                .filter(each -> each.options().find("url", String.class).equals(Optional.of(url)))
                .findFirst();
        if (there.isPresent()) {
            requireNoLogin(there.get().name());
            return Wanted.declared(there.get().name(), Optional.empty());
        }
        String last = url.replaceFirst("[?;].*", "").replaceFirst("/+$", "");
        String name = source.orElseGet(() -> mended(
                last.substring(Math.max(last.lastIndexOf('/'), last.lastIndexOf(':')) + 1)
                        .replaceFirst("\\..*", ""),
                "database"));
        StringBuilder text = new StringBuilder("connector: jdbc\n").append(key("url", url));
        login.user().ifPresent(user -> text.append(key("user", user)));
        login.secretVariable().ifPresent(variable -> text.append(key("password", variable(variable))));
        return fresh(name, Optional.empty(), text.toString());
    }

    private Wanted api(String url, Optional<String> source) {
        SecretInUrl.refuse(url);
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new LakesmithException(ErrorCode.USAGE, "'" + url + "' is no URL: " + e.getReason(), e);
        }
        String path = Optional.ofNullable(uri.getRawPath()).orElse("").replaceFirst("/+$", "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (uri.getHost() == null || last.isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.USAGE, url + " names no answer; name one, such as https://api.example.com/v1/orders");
        }
        String stream = mended(last.replaceFirst("\\.json$", ""), "answer");
        Optional<Wanted> further = project.sources().stream()
                .filter(each -> source.isEmpty() || each.name().equals(source.get()))
                .flatMap(each -> ApiAnswer.of(each, uri, stream).stream())
                .findFirst();
        if (further.isPresent()) {
            requireNoLogin(further.get().name());
            return further.get();
        }
        String base = url.substring(0, url.indexOf(path)) + path.substring(0, path.lastIndexOf('/'));
        String host = uri.getHost().replaceFirst("^(www|api)\\.", "").replaceFirst("\\..*", "");
        String name = source.orElseGet(() -> mended(host.matches("\\d+") ? "api" : host, "api"));
        StringBuilder text = new StringBuilder("connector: http\n").append(key("url", base));
        login.secretVariable().ifPresent(variable -> text.append("auth: ")
                .append(YamlWords.flow(ordered("type", "bearer", "token", variable(variable))))
                .append('\n'));
        Wanted wanted = fresh(name, Optional.empty(), text.toString());
        return new Wanted(
                wanted.name(), wanted.pattern(), wanted.text(), Map.of(stream, ApiAnswer.keys("/" + last, uri)));
    }

    private void requireNoLogin(String source) {
        if (login.user().isPresent() || login.secretVariable().isPresent()) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "the source '" + source
                            + "' reads there already, and says itself how to log in; leave out --user and"
                            + " --secret-env, or change the source's file");
        }
    }

    private static Map<String, String> ordered(String one, String first, String two, String second) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(one, first);
        map.put(two, second);
        return map;
    }

    private static String key(String key, String value) {
        return key + ": " + YamlWords.value(value) + "\n";
    }

    private static String mended(String text, String otherwise) {
        return Names.mended(text).orElse(otherwise);
    }

    private String variable(String name) {
        if (!environment.containsKey(name)) {
            throw new LakesmithException(
                    ErrorCode.USAGE, "the environment variable " + name + " is not set, which --secret-env names");
        }
        return "${env:" + name + "}";
    }

    /** A source that the project does not have: its name is one that no other source has. */
    private Wanted fresh(String wish, Optional<String> pattern, String text) {
        String name = wish;
        for (int n = 2; named(name).isPresent(); n++) {
            name = wish + "_" + n;
        }
        return new Wanted(
                name, pattern, Optional.of("# Proposed by 'lakesmith crawl'; yours from here on.\n" + text), Map.of());
    }
}
