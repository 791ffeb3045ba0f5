using TokenAuthz.Mutation;

switch (args)
{
    case ["mutate", var checkout, var work]:
        return MutatedLibrary.CompileAll(checkout, work);
    case ["try", var work]:
        return Trials.Run(work);
    case ["report", var work, var page]:
        Report.Write(work, page);
        return 0;
    default:
        Console.Error.WriteLine("mutation mutate CHECKOUT WORK | try WORK | report WORK PAGE; see run");
        return 2;
}
