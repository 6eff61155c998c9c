package io.corpuscle.engine.model.feedforward;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * How much memory the experts of a model may take, and which of them have it: those that most
 * tokens went to of late. An expert that is asked for and has no room, because all that have it are
 * hotter or in use, is packed for that one use and released after it; besides the budget, every
 * thread that reads may hold one such. Packing reads the expert's weights from their file and
 * rounds them, which takes tens of times as long as multiplying a few tokens by them.
 */
public final class ExpertBudget {
  /**
   * What an expert has to be hotter by than the one whose room it takes, or they would alternate.
   */
  private static final double HOTTER = 1.25;

  /** After so many tokens through the model's experts, a use counts half. */
  private static final double HALF_LIFE = 1 << 20;

  private final long bytes;
  private final List<Place> hot = new ArrayList<>();
  private long used;
  private long clock;
  private long hits;
  private long misses;

  /** A budget of so many bytes. */
  public ExpertBudget(long bytes) {
    this.bytes = bytes;
  }

  /** An expert, in memory or not. All but its final fields belong to the budget's lock. */
  static final class Place {
    private final long bytes;
    private final Supplier<SwiGlu> pack;
    private Optional<CompletableFuture<SwiGlu>> weights = Optional.empty();
    private int lent;
    private double heat;
    private long heated;

    Place(long bytes, Supplier<SwiGlu> pack) {
      this.bytes = bytes;
      this.pack = pack;
    }

    private void use(int tokens, long now) {
      heat = heat(now) + tokens;
      heated = now;
    }

    private double heat(long now) {
      return heat * Math.pow(2, (heated - now) / HALF_LIFE);
    }
  }

  /**
   * A place for an expert.
   *
   * @throws IllegalArgumentException if the budget is smaller
   */
  Place place(long size, Supplier<SwiGlu> pack) {
    if (size > bytes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expertBytes is %,d and an expert of this model takes %,d. Raise it to hold a few, or"
                  + " leave it out to have all in memory.",
              bytes,
              size));
    }
    return new Place(size, pack);
  }

  SwiGlu borrow(Place place, int tokens) {
    CompletableFuture<SwiGlu> weights;
    boolean here;
    synchronized (this) {
      clock += tokens;
      place.use(tokens, clock);
      here = place.weights.isPresent();
      hits += here ? tokens : 0;
      misses += here ? 0 : tokens;
      if (!here && !makeRoom(place)) {
        weights = new CompletableFuture<>();
      } else {
        if (!here) {
          place.weights = Optional.of(new CompletableFuture<>());
          used += place.bytes;
          hot.add(place);
        }
        place.lent++;
        weights = place.weights.get();
      }
    }
    return here ? weights.join() : pack(place, weights);
  }

  /** Outside of the lock: others go on, but for those that want this very expert. */
  private SwiGlu pack(Place place, CompletableFuture<SwiGlu> weights) {
    try {
      SwiGlu expert = place.pack.get();
      weights.complete(expert);
      return expert;
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        if (place.weights.filter(w -> w == weights).isPresent()) {
          // Those that wait for it are told so too, and have nothing to give back.
          place.lent = 0;
          remove(place);
        }
      }
      weights.completeExceptionally(e);
      throw e;
    }
  }

  /** Releases experts that are not in use and colder, the coldest first, if that makes room. */
  private boolean makeRoom(Place place) {
    double least = place.heat(clock) / HOTTER;
    List<Place> colder =
        hot.stream()
            .filter(other -> other.lent == 0 && other.heat(clock) < least)
            .sorted(Comparator.comparingDouble(other -> other.heat(clock)))
            .toList();
    long free = bytes - used;
    int count = 0;
    while (free < place.bytes && count < colder.size()) {
      free += colder.get(count++).bytes;
    }
    if (free < place.bytes) {
      return false;
    }
    for (Place cold : colder.subList(0, count)) {
      SwiGlu expert = cold.weights.orElseThrow().join();
      remove(cold);
      expert.release();
    }
    return true;
  }

  private void remove(Place place) {
    place.weights = Optional.empty();
    used -= place.bytes;
    hot.remove(place);
  }

  void giveBack(Place place, SwiGlu expert) {
    synchronized (this) {
      if (place.weights.filter(weights -> weights.getNow(null) == expert).isPresent()) {
        place.lent--;
        return;
      }
    }
    expert.release();
  }

  /** Size of those of {@code places} that are in memory. */
  synchronized long bytes(List<Place> places) {
    return places.stream().filter(p -> p.weights.isPresent()).mapToLong(p -> p.bytes).sum();
  }

  /** Size of all experts in memory, at most the budget. */
  public synchronized long bytes() {
    return used;
  }

  /** The share of tokens whose expert was in memory; of none, 1. */
  public synchronized double hitRate() {
    return hits + misses == 0 ? 1 : (double) hits / (hits + misses);
  }
}
