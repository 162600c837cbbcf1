package dev.lakesmith.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** This program's version, as the jar's manifest says it. */
final class Version implements IVersionProvider {

    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"lakesmith " + text()};
    }
}
