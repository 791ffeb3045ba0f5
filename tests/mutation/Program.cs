using TokenAuthz.Mutation;

switch (args)
{
    case ["mutate", var checkout, var work]:
        return MutatedLibrary.CompileAll(checkout, work);
    case ["try", var work]:
        return Trials.Run(work, isSlow: false);
    case ["try-slow", var work]:
        return Trials.Run(work, isSlow: true);
    case ["report", var work, var page]:
        Report.Write(work, page);
        return 0;
    default:
        Console.Error.WriteLine("mutation mutate CHECKOUT WORK | try WORK | try-slow WORK | report WORK PAGE; see run");
        return 2;
}
