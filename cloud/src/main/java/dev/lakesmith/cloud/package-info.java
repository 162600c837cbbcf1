/**
 * Object storage: Iceberg's access to files in S3 and Azure Data Lake Storage, with credentials, patience and messages.
 * May use vocabulary and lake. The only room that knows the SDKs of the clouds; nothing of it is loaded for a lake on
 * the local disk.
 */
@NullMarked
package dev.lakesmith.cloud;

import org.jspecify.annotations.NullMarked;
