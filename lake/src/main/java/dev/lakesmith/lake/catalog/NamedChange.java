package dev.lakesmith.lake.catalog;

/**
 * A change that whoever asks for it has given a name, so that it is made once, however often it is asked for.
 *
 * @param id unique among all changes, at most 36 characters
 * @param request tells what was asked for from another thing asked for under the same name, at most 64 characters
 * @param answer what was answered, kept with the change
 */
public record NamedChange(String id, String request, String answer) {

    /** A change of this name is made already. */
    public static final class Made extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Made(String id) {
            super("the change " + id + " is made already");
        }
    }
}
