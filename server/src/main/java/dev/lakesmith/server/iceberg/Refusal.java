package dev.lakesmith.server.iceberg;

import java.util.function.Consumer;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.exceptions.ValidationException;

/** A request that is answered with an error: the status and the type that the open API has for it. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    Refusal(int status, String type, String message) {
        super(message);
        this.status = status;
        this.type = type;
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, "BadRequestException", message);
    }

    static Refusal forbidden(String message) {
        return new Refusal(403, "ForbiddenException", message);
    }

    static Refusal noSuchNamespace(String name) {
        return new Refusal(404, "NoSuchNamespaceException", "Namespace does not exist: " + name);
    }

    static Refusal noSuchTable(String name) {
        return new Refusal(404, "NoSuchTableException", "Table does not exist: " + name);
    }

    static Refusal noSuchView(String name) {
        return new Refusal(404, "NoSuchViewException", "View does not exist: " + name);
    }

    static Refusal exists(String message) {
        return new Refusal(409, "AlreadyExistsException", message);
    }

    static Refusal conflict(String message) {
        return new Refusal(409, "CommitFailedException", message);
    }

    /**
     * Hands what a client sent to Iceberg, which tells mistakes in it by exceptions that anywhere else are ours.
     *
     * @throws Refusal 400, or 409 when a requirement of the client does not hold
     */
    static <T> void ofInput(T input, Consumer<T> use) {
        try {
            use.accept(input);
        } catch (CommitFailedException e) {
            throw conflict(String.valueOf(e.getMessage()));
        } catch (UnprocessableEntityException e) {
            throw new Refusal(422, "UnprocessableEntityException", String.valueOf(e.getMessage()));
        } catch (ValidationException | IllegalArgumentException | IllegalStateException | NullPointerException e) {
            throw badRequest(String.valueOf(e.getMessage()));
        } catch (UnsupportedOperationException e) {
            throw new Refusal(406, "UnsupportedOperationException", String.valueOf(e.getMessage()));
        }
    }
}
