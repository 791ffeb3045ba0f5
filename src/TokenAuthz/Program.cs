using TokenAuthz.Commands;

// The host alone minds SIGTERM: the command line would end the process 2 s later, in the middle of the drain.
return await TokenAuthzCommand.Create().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
