package io.corpuscle.engine.state;

/** The state of a layer with a linear and a softmax branch side by side. */
public final class HybridState implements MixerState {
  private final RecurrentState recurrent;
  private final WindowState window;

  /** The state before the first token. */
  public HybridState(RecurrentState recurrent, WindowState window) {
    this.recurrent = recurrent;
    this.window = window;
  }

  /** Of the linear branch. */
  public RecurrentState recurrent() {
    return recurrent;
  }

  /** Of the softmax branch. */
  public WindowState window() {
    return window;
  }

  @Override
  public long position() {
    return window.position();
  }

  @Override
  public void reset() {
    recurrent.reset();
    window.reset();
  }

  @Override
  public void exchange(StateExchange exchange) {
    recurrent.exchange(exchange.within("recurrent."));
    window.exchange(exchange.within("window."));
  }

  @Override
  public long bytes() {
    return recurrent.bytes() + window.bytes();
  }

  @Override
  public long mostBytes() {
    return recurrent.mostBytes() + window.mostBytes();
  }

  @Override
  public long directBytes() {
    return recurrent.directBytes() + window.directBytes();
  }
}
