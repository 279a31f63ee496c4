using Migconf.Benchmarks;
using Migconf.Benchmarks.Exploring;
using Migconf.Benchmarks.Streams;

// Ratios within one run; nothing here decides a verdict.
switch (args)
{
    case ["live", var name]:
        return await LiveBenchmark.Run(name);
    case [] or ["judge"]:
        return JudgeBenchmark.Run();
    case ["exploration", ..]:
        OptimalityTable.Print();
        Console.WriteLine();
        BugFindingTable.Print();
        Console.WriteLine();
        BugFindingTable.PrintShrinking();
        Console.WriteLine();
        SpeedTable.PrintRates();
        Console.WriteLine();
        SpeedTable.PrintBesideNaive();
        Console.WriteLine();
        SpeedTable.Print();
        return 0;
    case ["naive"]:
        SpeedTable.PrintBesideNaive();
        return 0;
    case ["streams", ..]:
        return await StreamBenchmark.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1024);
    case ["growth"]:
        GrowthCharts.Print();
        return 0;
    default:
        Console.Error.WriteLine(
            "benchmarks [judge]: how long judging takes\n"
            + "benchmarks live qemu-10.0: a scenario beside a bare QMP script\n"
            + "benchmarks exploration: optimality, bug finding, shrinking and speed of the exploration library\n"
            + "benchmarks naive: its random walk beside naive async methods\n"
            + "benchmarks streams [MIB]: reading, checking, writing and extracting streams, also beside analyze-migration.py; so much random memory (1024)\n"
            + "benchmarks growth: how it grows with threads, operations and depth; a page with charts");
        return 1;
}
