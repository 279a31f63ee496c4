using Migconf.Benchmarks;

// Ratios within one run; nothing here decides a verdict.
return args is ["live", var name]
    ? await LiveBenchmark.Run(name)
    : args is [] or ["judge"]
        ? JudgeBenchmark.Run()
        : args is ["exploration", ..]
            ? ExplorationBenchmark.Run(args.Contains("walk"))
            : Usage();

static int Usage()
{
    Console.Error.WriteLine("benchmarks [judge]: how long judging takes; benchmarks live qemu-10.0: a scenario beside a bare QMP script");
    return 1;
}
