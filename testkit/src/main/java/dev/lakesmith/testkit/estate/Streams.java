package dev.lakesmith.testkit.estate;

/** The files of the streams: thirty columns, a few rows. */
final class Streams {

    static final int ROWS = 40;
    static final int MEASURES = 10;

    private static final String[] STATUSES = {"open", "paid", "shipped", "returned"};
    private static final String[] COUNTRIES = {"DE", "FR", "IT", "NL", "PL"};

    private Streams() {}

    static String source(int number) {
        return "system_%02d".formatted(number);
    }

    static String csv(int stream) {
        StringBuilder text = new StringBuilder("id,parent_id,other_id,name,category,status,country,city,email,phone,"
                + "created_at,updated_at,due_on,amount,price,discount,tax,quantity,active");
        for (int measure = 1; measure <= MEASURES; measure++) {
            text.append(",measure_%02d".formatted(measure));
        }
        text.append(",note\n");
        for (int row = 1; row <= ROWS; row++) {
            int salt = row * 7 + stream;
            text.append("%d,%d,%d,Name %d,C%d,%s,%s,City %d,p%d@example.org,+49 %d,"
                    .formatted(
                            row,
                            row / 2 + 1,
                            salt % ROWS + 1,
                            row,
                            salt % 6,
                            STATUSES[salt % STATUSES.length],
                            COUNTRIES[salt % COUNTRIES.length],
                            salt % 9,
                            row,
                            100000 + salt));
            text.append("2026-01-%02d 08:%02d:00,2026-02-%02d 09:00:00,2026-03-%02d,%d.50,%d.25,0.%02d,1.%02d,%d,%s"
                    .formatted(
                            salt % 28 + 1,
                            salt % 60,
                            salt % 28 + 1,
                            salt % 28 + 1,
                            salt,
                            salt % 50,
                            salt % 30,
                            salt % 20,
                            salt % 12 + 1,
                            salt % 3 == 0 ? "false" : "true"));
            for (int measure = 1; measure <= MEASURES; measure++) {
                text.append(',').append(salt * measure % 1000).append(".5");
            }
            text.append(",note of ").append(row).append('\n');
        }
        return text.toString();
    }
}
