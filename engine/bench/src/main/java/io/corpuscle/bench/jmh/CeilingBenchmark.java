package io.corpuscle.bench.jmh;

import io.corpuscle.bench.FusedMultiplyAdd;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The most float32 arithmetic a core can do; the score times {@link FusedMultiplyAdd#operations} is
 * the ceiling.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class CeilingBenchmark {
  private final FusedMultiplyAdd work = new FusedMultiplyAdd();

  /** Multiply-adds on registers alone. */
  @Benchmark
  public long fusedMultiplyAdd() {
    return work.next();
  }
}
