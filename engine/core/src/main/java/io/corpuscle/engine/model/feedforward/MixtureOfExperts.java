package io.corpuscle.engine.model.feedforward;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/**
 * A shared feed-forward for every token, and the k of N others that a router prefers for it:
 *
 * <pre>
 *   p = softmax(W_router·x)      y = shared(x) + Σ p_e·expert_e(x)     over the k largest p
 * </pre>
 *
 * p is not normalised again over the chosen; of equal ones the lower index is taken. The tokens of
 * a chunk that share an expert go through it together.
 */
public final class MixtureOfExperts implements FeedForward {
  private final Kernels kernels;
  private final Projection router;
  private final Router.Activation activation;
  private final int chosen;
  private final SwiGlu shared;
  private final ExpertSet experts;

  /**
   * @param router {@code [N, D]}
   * @param chosen k
   */
  public MixtureOfExperts(
      Kernels kernels,
      Projection router,
      Router.Activation activation,
      int chosen,
      SwiGlu shared,
      ExpertSet experts) {
    this.kernels = kernels;
    this.router = router;
    this.activation = activation;
    this.chosen = chosen;
    this.shared = shared;
    this.experts = experts;
  }

  @Override
  public long bytes() {
    return router.bytes() + shared.bytes() + experts.bytes();
  }

  @Override
  public void forward(RmsNorm norm, Chunk chunk, FloatMatrix x, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      FloatMatrix normed = frame.matrix(x.rows(), x.cols());
      norm.into(x, normed);
      FloatMatrix logits = router.of(router.operand(normed, frame), frame, workspace);
      Routing routing = chunk.routing();
      routing.choose(logits, activation, chosen);
      chunk.show(this);
      shared.onto(normed, chunk, x, workspace);
      for (int e = 0; e < experts.count(); e++) {
        forward(e, routing, normed, chunk, x, workspace);
      }
    }
  }

  /** Adds what expert e makes of the tokens that chose it. */
  private void forward(
      int e, Routing routing, FloatMatrix normed, Chunk chunk, FloatMatrix x, Workspace workspace) {
    int tokens = routing.load(e);
    if (tokens == 0) {
      return;
    }
    try (Workspace.Frame frame = workspace.open()) {
      FloatMatrix rows = frame.matrix(tokens, normed.cols());
      FloatMatrix results = frame.matrix(tokens, normed.cols());
      for (int r = 0; r < tokens; r++) {
        int t = routing.token(e, r);
        System.arraycopy(normed.array(), normed.at(t), rows.array(), rows.at(r), rows.cols());
      }
      SwiGlu expert = experts.borrow(e, tokens);
      try {
        expert.into(rows, chunk, results, workspace);
      } finally {
        experts.giveBack(e, expert);
      }
      kernels.addRows(
          results, routing.tokensByExpert(), routing.weightsByExpert(), routing.start(e), x);
    }
  }
}
