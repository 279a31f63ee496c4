using System.Runtime.InteropServices;

namespace Migconf.Streams.Ram;

/// <summary>A piece of memory as zstd sees it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ZstdBuffer
{
    /// <summary>Its address.</summary>
    internal nint Bytes;

    /// <summary>How many bytes there are.</summary>
    internal nuint Size;

    /// <summary>How many of them are done with.</summary>
    internal nuint Position;
}

/// <summary>The machine's own libzstd, and of it only what unpacks a stream: .NET has none, and no package is needed for five
/// functions of an interface that stays. It is loaded when the first zstd data comes.</summary>
internal sealed class ZstdLibrary
{
    /// <summary>Names the library where it has none of the usual names.</summary>
    internal const string Variable = "MIGCONF_LIBZSTD";

    /// <summary>The parameter of the largest window, as a power of two.</summary>
    private const int WindowLogMax = 100;
    private static readonly string[] UsualNames = ["libzstd.so.1", "libzstd.1.dylib", "libzstd.dll"];
    private static readonly Lazy<ZstdLibrary> Loaded = new(
        () => Load(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? [name] : UsualNames), LazyThreadSafetyMode.PublicationOnly);

    private readonly CreateStream create;
    private readonly FreeStream free;
    private readonly SetParameter set;
    private readonly DecompressStream decompress;
    private readonly IsError isError;
    private readonly ErrorName errorName;

    private ZstdLibrary(nint library)
    {
        create = Function<CreateStream>(library, "ZSTD_createDStream");
        free = Function<FreeStream>(library, "ZSTD_freeDStream");
        set = Function<SetParameter>(library, "ZSTD_DCtx_setParameter");
        decompress = Function<DecompressStream>(library, "ZSTD_decompressStream");
        isError = Function<IsError>(library, "ZSTD_isError");
        errorName = Function<ErrorName>(library, "ZSTD_getErrorName");
    }

    private delegate nint CreateStream();

    private delegate nuint FreeStream(nint stream);

    private delegate nuint SetParameter(nint stream, int parameter, int value);

    private delegate nuint DecompressStream(nint stream, ref ZstdBuffer output, ref ZstdBuffer input);

    private delegate uint IsError(nuint code);

    private delegate nint ErrorName(nuint code);

    /// <summary>The library of this machine.</summary>
    /// <exception cref="MissingLibraryException">There is none.</exception>
    internal static ZstdLibrary OfThisMachine => Loaded.Value;

    /// <summary>The first library that is there.</summary>
    /// <exception cref="MissingLibraryException">None is, or it lacks a function.</exception>
    internal static ZstdLibrary Load(params IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, out var library))
            {
                continue;
            }

            try
            {
                return new(library);
            }
            catch (EntryPointNotFoundException old)
            {
                throw new MissingLibraryException(name, $"pages packed with zstd need version 1.4 or later of it ({old.Message})");
            }
        }

        throw new MissingLibraryException(string.Join(", ", names), "pages packed with zstd need it, and it is not on this machine");
    }

    /// <summary>Begins to unpack a stream.</summary>
    /// <param name="windowLog">The largest window it may ask for, as a power of two.</param>
    internal Stream Begin(int windowLog) => new(this, windowLog);

    private static T Function<T>(nint library, string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));

    /// <summary>A stream that is being unpacked.</summary>
    internal sealed class Stream : SafeHandle
    {
        private readonly ZstdLibrary library;

        internal Stream(ZstdLibrary library, int windowLog)
            : base(0, ownsHandle: true)
        {
            this.library = library;
            SetHandle(library.create());
            if (IsInvalid || library.isError(library.set(handle, WindowLogMax, windowLog)) != 0)
            {
                throw new InsufficientMemoryException("no memory for unpacking zstd");
            }
        }

        public override bool IsInvalid => handle == 0;

        /// <summary>Unpacks what fits.</summary>
        /// <returns>What is wrong with the stream, in zstd's words; null when nothing is.</returns>
        internal string? Unpack(ref ZstdBuffer input, ref ZstdBuffer output)
        {
            var code = library.decompress(handle, ref output, ref input);
            return library.isError(code) == 0 ? null : Marshal.PtrToStringAnsi(library.errorName(code)) ?? "unknown";
        }

        protected override bool ReleaseHandle() => library.isError(library.free(handle)) == 0;
    }
}
