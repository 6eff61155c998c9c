package io.corpuscle.jobs.pictures;

import io.corpuscle.engine.reading.LayerSpikes;
import io.corpuscle.engine.spike.SpikeTally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same input in every layer of a model, such as that of {@code down_proj}.
 *
 * @param name the linear layers that take it, in any layer: {@code q, k, v, gk.0}
 * @param points by depth
 */
record LayerLine(String name, List<Point> points) {
  private static final Pattern IN_LAYER = Pattern.compile("\\.layers\\.(\\d+)\\.(.+)");
  private static final String PROJECTION = "_proj";

  LayerLine {
    points = List.copyOf(points);
  }

  /**
   * One input.
   *
   * @param depth the layer, from 0; of what stands after all layers, how many there are
   */
  record Point(int depth, SpikeTally tally) {}

  /** A name within its layer, and which layer that is. */
  private record Place(int depth, String part) {
    static Place of(String name, int layers) {
      Matcher matcher = IN_LAYER.matcher(name);
      return matcher.find()
          ? new Place(Integer.parseInt(matcher.group(1)), matcher.group(2))
          : new Place(layers, name);
    }

    /** {@code attn.gk_proj.0} is {@code gk.0}. */
    String label() {
      return part.substring(part.indexOf('.') + 1).replace(PROJECTION, "");
    }
  }

  /** How many layers a model has, by the names of its linear ones. */
  static int depth(List<LayerSpikes> layers) {
    return layers.stream()
            .mapToInt(spikes -> Place.of(spikes.layer().name(), -1).depth())
            .max()
            .orElse(-1)
        + 1;
  }

  /** A line for each input of a layer, in the order of the model. */
  static List<LayerLine> of(List<LayerSpikes> layers) {
    int depth = depth(layers);
    Map<String, Set<String>> labels = new LinkedHashMap<>();
    Map<String, List<Point>> points = new LinkedHashMap<>();
    String line = "";
    for (int i = 0; i < layers.size(); i++) {
      LayerSpikes spikes = layers.get(i);
      Place place = Place.of(spikes.layer().name(), depth);
      // Layers that share an input share its tally, and follow one another.
      if (i == 0 || layers.get(i - 1).tally() != spikes.tally()) {
        line = place.part();
        points
            .computeIfAbsent(line, first -> new ArrayList<>())
            .add(new Point(place.depth(), spikes.tally()));
      }
      labels.computeIfAbsent(line, first -> new LinkedHashSet<>()).add(place.label());
    }
    List<LayerLine> lines = new ArrayList<>();
    points.forEach((key, of) -> lines.add(new LayerLine(joined(labels, key), of)));
    return lines;
  }

  private static String joined(Map<String, Set<String>> labels, String line) {
    return String.join(", ", labels.getOrDefault(line, Set.of()));
  }
}
