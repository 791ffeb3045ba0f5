using System.Runtime.CompilerServices;

// What is on the stack is written before it is read: clearing it first is work for nothing.
[module: SkipLocalsInit]
