package io.corpuscle.engine.model.feedforward;

import io.corpuscle.engine.kernel.Operand;
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
  private final Projection router;
  private final Router.Activation activation;
  private final int chosen;
  private final SwiGlu shared;
  private final ExpertSet experts;

  /**
   * @param router {@code [N, D]}
   * @param chosen k
   * @param experts which take operands as the shared one does
   */
  public MixtureOfExperts(
      Projection router,
      Router.Activation activation,
      int chosen,
      SwiGlu shared,
      ExpertSet experts) {
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
      Routing routing = chunk.routing();
      route(norm, x, routing, workspace);
      chunk.show(this);
      // Normalised and rounded once: an expert takes its rows from what the shared one multiplies.
      Operand normed = norm.operand(x, shared.format(), frame);
      shared.onto(normed, chunk, x, workspace);
      for (int e = 0; e < experts.count(); e++) {
        if (routing.load(e) > 0) {
          forward(e, routing, normed, chunk, x, workspace);
        }
      }
    }
  }

  private void route(RmsNorm norm, FloatMatrix x, Routing routing, Workspace workspace) {
    try (Workspace.Frame frame = workspace.open()) {
      Operand normed = norm.operand(x, router.format(), frame);
      routing.choose(router.of(normed, frame, workspace), activation, chosen);
    }
  }

  /** Adds what expert e makes of the tokens that chose it. */
  private void forward(
      int e, Routing routing, Operand normed, Chunk chunk, FloatMatrix x, Workspace workspace) {
    SwiGlu expert = experts.borrow(e, routing.load(e));
    try {
      expert.onto(normed, routing.of(e), chunk, x, workspace);
    } finally {
      experts.giveBack(e, expert);
    }
  }
}
