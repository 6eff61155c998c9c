package io.corpuscle.engine.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpuscle.engine.checkpoint.ModelShape;
import io.corpuscle.engine.checkpoint.huggingface.MoeConfig;
import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;
import java.util.List;

/**
 * Lays out a {@code spikingbrain_moe} checkpoint: both branches of a layer are the source's
 * attention, and the experts its feed-forward, see {@link Upcycling}.
 */
final class MoeLayout {
  /** Sinks beside embeddings of a trained model, and a router that prefers nobody for long. */
  private static final float SMALL = 0.02f;

  /** Neither branch counts for more. */
  private static final List<Float> BRANCHES = List.of(0.5f, 0.5f);

  private final TransformerTensors source;
  private final MoePlan plan;
  private final NewTensors made;
  private final LayoutParts parts;

  MoeLayout(TransformerTensors source, MoePlan plan, NewTensors made) {
    this.source = source;
    this.plan = plan;
    this.made = made;
    this.parts = new LayoutParts(source);
  }

  Conversion conversion() {
    Qwen2Config from = source.config();
    MoeConfig shape = shape(from);
    parts.embeddings();
    if (plan.sinks() > 0) {
      String sinks = "model.sink_tokens";
      parts.add(sinks, made.normal(sinks, SMALL), plan.sinks(), from.modelDim());
    }
    for (int n = 0; n < from.layers(); n++) {
      layer(n);
    }
    parts.norm();
    // Untied in this architecture: it becomes a copy where the source has one for both.
    parts.head();
    ObjectNode config = parts.config(MoeConfig.MODEL_TYPE, shape);
    return new Conversion(source, parts.tensors(), config, ModelShape.of(shape));
  }

  private MoeConfig shape(Qwen2Config from) {
    return new MoeConfig(
        from.vocabulary(),
        from.modelDim(),
        from.layers(),
        plan.fullLayers(),
        plan.denseLayers(),
        from.heads(),
        from.kvHeads(),
        from.feedForwardDim(),
        from.feedForwardDim(),
        plan.experts(),
        plan.chosen(),
        1,
        "softmax",
        BRANCHES,
        plan.sinks(),
        plan.window(),
        from.ropeTheta(),
        from.normEpsilon(),
        from.positions());
  }

  private void layer(int n) {
    int headDim = source.config().headDim();
    String attention = LayoutParts.layer(n) + "attn.";
    parts.norms(n);
    parts.inputs(n, "la_");
    parts.inputs(n, "");
    parts.add(attention + "la_norm.weight", NewTensors.constant(1), headDim);
    parts.add(attention + "sa_norm.weight", NewTensors.constant(1), headDim);
    parts.output(n);
    if (plan.denseLayers().contains(n)) {
      parts.feedForward(n);
    } else {
      experts(n);
    }
  }

  private void experts(int n) {
    float scale = Upcycling.scale(plan.experts(), plan.chosen());
    String router = LayoutParts.layer(n) + "mlp.gate.weight";
    parts.add(router, made.normal(router, SMALL), plan.experts(), source.config().modelDim());
    parts.expert(n, "shared_expert", scale);
    for (int e = 0; e < plan.experts(); e++) {
      parts.expert(n, "experts." + e, scale);
    }
  }
}
