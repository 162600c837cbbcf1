package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Finds the driver of a database: among those that come with the program, and those that lie in the project. */
final class Drivers {

    private static final String FOLDER = "drivers";
    private static final String SERVICE = "META-INF/services/java.sql.Driver";

    private final Values options;
    private final Path project;
    private final String url;
    /** By the class of each driver, the jars of the project that name it. */
    private final Map<String, List<Path>> jarsOf = new LinkedHashMap<>();

    private final List<String> complaints = new ArrayList<>();

    private Drivers(Values options, Path project) {
        this.options = options;
        this.project = project;
        this.url = options.get("url", String.class);
    }

    /**
     * The driver that takes the source's URL. Connects to nothing.
     *
     * @throws LakesmithException SOURCE_UNREADABLE when there is none, or the one in the project cannot be loaded
     */
    static Driver of(Values options, Path project) {
        return new Drivers(options, project).find();
    }

    private Driver find() {
        List<Path> jars = jars();
        jars.forEach(this::look);
        ClassLoader own = Drivers.class.getClassLoader();
        Driver driver = loaded(jars.isEmpty() ? own : loader(jars, own)).stream()
                .filter(this::accepts)
                .findFirst()
                .orElseThrow(() -> new LakesmithException(
                        ErrorCode.SOURCE_UNREADABLE,
                        options.place("url") + ": no driver knows " + Database.shown(url)
                                + "; check its beginning, and put the database's JDBC driver, a jar, into the project's"
                                + " folder " + FOLDER + " or name it with 'driver'" + seen()));
        List<Path> twice = jarsOf.getOrDefault(driver.getClass().getName(), List.of());
        if (twice.size() > 1) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    options.place("url") + ": " + shown(twice.get(0)) + " and " + shown(twice.get(1))
                            + " both hold the driver " + driver.getClass().getName()
                            + "; remove one of them, or name the one to use with 'driver'");
        }
        return driver;
    }

    private List<Path> jars() {
        List<Path> named =
                options.texts("driver").stream().map(project::resolve).toList();
        for (Path jar : named) {
            if (!Files.isRegularFile(jar)) {
                throw new LakesmithException(
                        ErrorCode.SOURCE_UNREADABLE,
                        options.place("driver") + ": the driver " + jar
                                + " is no file; put the database's JDBC driver there");
            }
        }
        return named.isEmpty() ? lying(project.resolve(FOLDER)) : named;
    }

    private List<Path> lying(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    options.place("url") + ": the folder of drivers " + folder + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /** Which drivers a jar names. */
    private void look(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(SERVICE);
            if (entry == null) {
                // Perhaps a library that a driver needs.
                complaints.add(shown(jar) + " names no driver");
                return;
            }
            try (InputStream text = zip.getInputStream(entry)) {
                new String(text.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .forEach(name -> jarsOf.computeIfAbsent(name, any -> new ArrayList<>())
                                .add(jar));
            }
        } catch (IOException e) {
            complaints.add(shown(jar) + " is no jar that can be read (" + e.getMessage() + ")");
        }
    }

    private static ClassLoader loader(List<Path> jars, ClassLoader parent) {
        try {
            List<URL> urls = new ArrayList<>();
            for (Path jar : jars) {
                urls.add(jar.toUri().toURL());
            }
            return new URLClassLoader(urls.toArray(URL[]::new), parent);
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the URL of a path", e);
        }
    }

    /** A driver that cannot be loaded is no reason to do without another one. */
    private List<Driver> loaded(ClassLoader loader) {
        List<Driver> drivers = new ArrayList<>();
        Iterator<Driver> all = ServiceLoader.load(Driver.class, loader).iterator();
        for (boolean more = true; more; ) {
            try {
                more = all.hasNext();
                if (more) {
                    drivers.add(all.next());
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                complaints.add(
                        "a driver cannot be loaded: " + (cause == e ? e.getMessage() : e.getMessage() + ": " + cause));
            }
        }
        return drivers;
    }

    private boolean accepts(Driver driver) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            // It says so of a URL that is its own but wrong; connecting tells how.
            return true;
        } catch (RuntimeException | LinkageError e) {
            complaints.add(driver.getClass().getName() + " fails when it is asked: " + e);
            return false;
        }
    }

    private String seen() {
        List<String> all = new ArrayList<>(complaints);
        jarsOf.forEach((name, jars) -> all.add(shown(jars.get(0)) + " holds " + name));
        return all.isEmpty() ? "" : ". Looked at: " + String.join("; ", all);
    }

    private String shown(Path jar) {
        return Optional.of(project.toAbsolutePath().normalize())
                .filter(folder -> jar.toAbsolutePath().normalize().startsWith(folder))
                .map(folder ->
                        folder.relativize(jar.toAbsolutePath().normalize()).toString())
                .orElse(jar.toString());
    }
}
