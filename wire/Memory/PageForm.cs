namespace Migconf.Wire.Memory;

/// <summary>How a page arrived.</summary>
public enum PageForm
{
    /// <summary>As a page of zeros, on the main stream.</summary>
    Zero,

    /// <summary>In full, on the main stream.</summary>
    Full,

    /// <summary>As what changed in it (xbzrle).</summary>
    Delta,

    /// <summary>Compressed, on the main stream.</summary>
    Compressed,

    /// <summary>As a page of zeros, in a multifd packet.</summary>
    MultifdZero,

    /// <summary>In full, in a multifd packet.</summary>
    Multifd,

    /// <summary>On the preempt channel, as an urgent page.</summary>
    Preempt,
}
