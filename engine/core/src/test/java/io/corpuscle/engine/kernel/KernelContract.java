package io.corpuscle.engine.kernel;

/** What every provider owes the reference. One subclass per provider; nothing else to write. */
public abstract class KernelContract
    implements ProjectionContract,
        ElementwiseContract,
        ScanContract,
        AttentionContract,
        SurprisalContract {}
