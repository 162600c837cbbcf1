package dev.lakesmith.core.project;

/** Values as messages show them. */
final class Shown {

    private static final int LONGEST = 60;

    private Shown() {}

    /** In quotes, on one line, cut when long, without the password of a URL. */
    static String value(String text) {
        String line = text.replaceAll("(://[^/@:\\s]*:)[^/@\\s]*@", "$1***@")
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
        return line.length() <= LONGEST ? "'" + line + "'" : "'" + line.substring(0, LONGEST) + "…'";
    }
}
