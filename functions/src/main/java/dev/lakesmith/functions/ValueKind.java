package dev.lakesmith.functions;

/** What a function takes or returns. */
public enum ValueKind {
    TEXT("VARCHAR"),
    NUMBER("BIGINT"),
    TRUTH("BOOLEAN");

    private final String sqlType;

    ValueKind(String sqlType) {
        this.sqlType = sqlType;
    }

    /** Its name in SQL. */
    public String sqlType() {
        return sqlType;
    }
}
