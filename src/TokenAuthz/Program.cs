using TokenAuthz.Commands;

return await TokenAuthzCommand.Create().Parse(args).InvokeAsync();
