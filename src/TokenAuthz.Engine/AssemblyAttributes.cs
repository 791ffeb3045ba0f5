using System.Runtime.CompilerServices;

// Every buffer on the stack is written before it is read, so that the runtime need not clear it first.
[module: SkipLocalsInit]
