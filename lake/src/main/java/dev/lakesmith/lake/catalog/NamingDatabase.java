package dev.lakesmith.lake.catalog;

/** A database each of whose changes is made under one name. */
record NamingDatabase(Database database, NamedChanges names, NamedChange name) implements Database {

    @Override
    public boolean isShared() {
        return database.isShared();
    }

    @Override
    public boolean exists() {
        return database.exists();
    }

    @Override
    public <T> T read(Reading<T> reading) {
        return database.read(reading);
    }

    @Override
    public void change(Change change) {
        database.change(connection -> {
            // First of all: one of the same name that is still being committed is waited for here.
            names.insert(connection, name);
            change.on(connection);
        });
    }

    @Override
    public void close() {
        // It is the catalog's that this one was made from.
    }
}
