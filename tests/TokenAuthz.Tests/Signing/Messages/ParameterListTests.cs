using System.Text;
using CsCheck;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Messages;

namespace TokenAuthz.Tests.Signing.Messages;

/// <summary>Parameters are sorted by name and value as bytes, whatever their number and order.</summary>
public static class ParameterListTests
{
    private static readonly Gen<string> Texts = Gen.Char['a', 'c'].Array[0, 3].Select(letters => new string(letters));

    [Fact]
    public static void Are_in_the_order_of_their_bytes() => Gen.Select(Texts, Texts).Array[0, 3 * ParameterList.StackCount].Sample(
        parameters => Assert.Equal(
            string.Join('&', parameters
                .OrderBy(parameter => parameter.Item1, StringComparer.Ordinal).ThenBy(parameter => parameter.Item2, StringComparer.Ordinal)
                .Select(parameter => $"{parameter.Item1}={parameter.Item2}")),
            Sorted(parameters)));

    private static string Sorted((string Name, string Value)[] parameters)
    {
        var list = new ParameterList(stackalloc byte[4], stackalloc ParameterList.Entry[ParameterList.StackCount]);
        var writer = new ByteWriter(stackalloc byte[16]);
        try
        {
            foreach (var (name, value) in parameters)
            {
                var start = list.Text.Length;
                list.Text.Append(Encoding.ASCII.GetBytes(name));
                var end = list.Text.Length;
                list.Text.Append(Encoding.ASCII.GetBytes(value));
                Assert.True(list.TryAdd(start, end));
            }

            ParameterList.Write(ref writer, list.Sorted, list.Text.Written);
            return Encoding.ASCII.GetString(writer.Written);
        }
        finally
        {
            list.Dispose();
            writer.Dispose();
        }
    }
}
