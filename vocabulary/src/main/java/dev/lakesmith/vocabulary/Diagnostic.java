package dev.lakesmith.vocabulary;

/**
 * One mistake in a project.
 *
 * @param code the kind of mistake
 * @param place where it is
 * @param message what is wrong, the value seen, what is allowed, and the nearest valid word where there is one
 */
public record Diagnostic(ErrorCode code, Place place, String message) {

    /** {@code file:line:column: message [LS104]}. */
    @Override
    public String toString() {
        return place + ": " + message + " [" + code.id() + "]";
    }
}
