/**
 * Files of other machines, over SFTP, FTP and HTTP, as one {@code Origin}. May use the patterns and the copies, and nothing of what
 * reads them.
 */
@NullMarked
package dev.lakesmith.connectors.files.server;

import org.jspecify.annotations.NullMarked;
