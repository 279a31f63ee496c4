namespace Migconf.Properties.Laws;

public sealed record ChannelOneWriter() : Law("CHAN-3", "ChannelOneWriter", "one thread at a time writes to a connection")
{
    public override string? CheckModel(Model model)
    {
        foreach (var connection in model.Pair.Link.Connections)
        {
            if (connection.Forward.HadTwoWriters || connection.Return.HadTwoWriters)
            {
                return $"{connection}: two did";
            }
        }

        return null;
    }
}
