package dev.lakesmith.connectors.files.server;

import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Values;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is needed to connect to a source's server.
 *
 * @param source its name, for messages
 * @param server where it is
 * @param options the source's keys
 * @param project the project's folder, which paths of keys start from
 */
record Login(String source, Server server, Values options, Path project) {

    static Login of(Source source, Server server, Path project) {
        return new Login(source.name(), server, source.options(), project);
    }

    String user() {
        return options.find("user", String.class).orElse("anonymous");
    }

    Duration connectTimeout() {
        return options.get("connect_timeout", Duration.class);
    }

    Duration timeout() {
        return options.get("timeout", Duration.class);
    }

    /** How messages begin. */
    String prefix() {
        return "source " + source + ": " + server.shown() + ": ";
    }
}
