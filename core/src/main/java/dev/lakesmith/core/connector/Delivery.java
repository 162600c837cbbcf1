package dev.lakesmith.core.connector;

import java.nio.file.Path;

/**
 * Where an extraction puts what it gets.
 *
 * @param folder an existing, empty folder for this batch, for those that bring files
 * @param records writes files there, for those that bring typed rows
 * @param batchId the batch that the files belong to
 * @param progress is told how far the extraction is
 */
public record Delivery(Path folder, RecordFiles records, String batchId, Progress progress) {}
