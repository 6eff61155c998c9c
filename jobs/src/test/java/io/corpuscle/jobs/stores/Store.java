package io.corpuscle.jobs.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** Where a lake may be beside the local disk: real servers, started once a JVM when asked for. */
public enum Store {
  /** An S3 server (s3proxy, in memory). */
  S3 {
    @Override
    Started start(Path folder) throws IOException, InterruptedException {
      int port = ServerProcess.freePort();
      Files.writeString(
          folder.resolve("s3proxy.conf"),
          """
          s3proxy.endpoint=http://%s:%d
          s3proxy.authorization=none
          jclouds.provider=transient
          jclouds.identity=nobody
          jclouds.credential=none
          """
              .formatted(ServerProcess.HOST, port));
      ServerProcess.start("s3", folder, "org.gaul.s3proxy.Main", "--properties", "s3proxy.conf")
          .await(() -> listens(port));
      createBucket(port);
      return new Started(
          "s3a://" + BUCKET,
          Map.of(
              "fs.s3a.endpoint", "http://" + ServerProcess.HOST + ":" + port,
              "fs.s3a.endpoint.region", "us-east-1",
              "fs.s3a.path.style.access", "true",
              "fs.s3a.connection.ssl.enabled", "false",
              "fs.s3a.access.key", "nobody",
              "fs.s3a.secret.key", "none"));
    }
  },

  /** HDFS: a name node and a data node, of Hadoop's own mini cluster. */
  HDFS {
    @Override
    Started start(Path folder) throws IOException, InterruptedException {
      Path details = folder.resolve("details.json");
      ServerProcess.start(
              "hdfs",
              folder,
              "org.apache.hadoop.test.MiniDFSClusterManager",
              "-format",
              "-datanodes",
              "1",
              "-nnport",
              "0",
              "-writeDetails",
              details.toString())
          .await(() -> Files.exists(details) && port(details).find());
      Matcher port = port(details);
      port.find();
      return new Started(
          "hdfs://" + ServerProcess.HOST + ":" + port.group(1), Map.of("dfs.replication", "1"));
    }
  };

  private static final String BUCKET = "lake";
  private static final Pattern PORT = Pattern.compile("\"namenode_port\":(\\d+)");

  private Started started;

  /**
   * What there is to know of a store.
   *
   * @param root its first folder
   * @param settings Hadoop's, to reach it with
   */
  private record Started(String root, Map<String, String> settings) {}

  abstract Started start(Path folder) throws IOException, InterruptedException;

  /** Its first folder, as a URI without a slash at the end. */
  public String root() {
    return started().root();
  }

  /** Hadoop's settings, to reach it with. */
  public Map<String, String> settings() {
    return started().settings();
  }

  /** Makes it known to those who have this configuration. */
  public void addTo(Configuration hadoop) {
    settings().forEach(hadoop::set);
  }

  private synchronized Started started() {
    if (started == null) {
      try {
        started = start(Files.createTempDirectory("store-" + name()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return started;
  }

  private static void createBucket(int port) throws IOException {
    URI bucket = URI.create("http://" + ServerProcess.HOST + ":" + port + "/" + BUCKET);
    HttpURLConnection put = (HttpURLConnection) bucket.toURL().openConnection();
    put.setRequestMethod("PUT");
    if (put.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException(bucket + " answers " + put.getResponseCode());
    }
  }

  private static boolean listens(int port) throws IOException {
    try (Socket socket = new Socket(ServerProcess.HOST, port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  private static Matcher port(Path details) throws IOException {
    return PORT.matcher(Files.readString(details));
  }
}
