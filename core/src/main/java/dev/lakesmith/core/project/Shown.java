package dev.lakesmith.core.project;

/** Values as messages show them. */
final class Shown {

    private static final int LONGEST = 60;

    private Shown() {}

    /** In quotes, on one line, cut when long. */
    static String value(String text) {
        String line = text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
        return line.length() <= LONGEST ? "'" + line + "'" : "'" + line.substring(0, LONGEST) + "…'";
    }
}
