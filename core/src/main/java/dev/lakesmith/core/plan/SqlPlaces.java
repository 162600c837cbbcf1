package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.Model;
import dev.lakesmith.vocabulary.Place;

/** Offsets in a model's SELECT as places in its file. */
public final class SqlPlaces {

    private SqlPlaces() {}

    /**
     * The place of a character.
     *
     * @param offset from 0; negative: unknown, the SELECT's beginning is given
     */
    public static Place at(Model model, int offset) {
        int end = Math.max(0, Math.min(offset, model.sql().length()));
        int line = model.sqlStart().line();
        int column = model.sqlStart().column();
        for (int i = 0; i < end; i++) {
            if (model.sql().charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new Place(model.sqlStart().file(), line, column);
    }
}
