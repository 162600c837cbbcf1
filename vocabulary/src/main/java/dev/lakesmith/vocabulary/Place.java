package dev.lakesmith.vocabulary;

/**
 * A place in a text file.
 *
 * @param file the path shown to the user, relative to the project
 * @param line 1 for the first line, 0 when the whole file is meant
 * @param column 1 for the first character, 0 when the whole line is meant
 */
public record Place(String file, int line, int column) {

    /** The whole file. */
    public static Place of(String file) {
        return new Place(file, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
