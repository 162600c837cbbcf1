package dev.lakesmith.testkit.shop;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the bought-in table of demographics; it does not know every town. */
final class Lookup {
    private final Path folder;
    private final Tally tally;

    Lookup(Path folder, Tally tally) {
        this.folder = folder;
        this.tally = tally;
    }

    void write() throws IOException {
        try (Lines lines = Lines.create(folder.resolve("demographics.csv"))) {
            tally.demographics.files++;
            lines.line("country;postal_code;city;region;income_band;population");
            for (Place place : Place.ALL) {
                if (place.known()) {
                    lines.line(String.join(
                            ";",
                            place.country(),
                            place.postalCode(),
                            place.city(),
                            place.region(),
                            place.incomeBand(),
                            Integer.toString(place.population())));
                    tally.demographics.bronzeRows++;
                }
            }
        }
    }
}
