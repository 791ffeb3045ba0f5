using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Engine.Units;

/// <summary>Which unit decides a request, and what a grant may be.</summary>
[Promise(11)]
public sealed class GrantTests : IDisposable
{
    private const string Grants = """
        "exact": { "Hosts": [ "a.example.com" ] },
        "path": { "Hosts": [ "b.example.com" ], "Paths": [ "/p", "/p/q/r" ] },
        "deeper": { "Hosts": [ "b.example.com" ], "Paths": [ "/p/q" ] },
        "wild": { "Hosts": [ "*.example.com" ] },
        "anywhere": { "Paths": [ "/any" ] },
        "inner": { "Hosts": [ "a.example.com" ], "Paths": [ "/in" ], "Listeners": [ "inner" ] }
        """;

    private const string Granted = " of this unit: granted are the hosts video.example.com *.cdn.example.com, the paths /video, "
        + "the listeners edge, with a token";

    private readonly UnitStand _stand = new();

    public void Dispose() => _stand.Dispose();

    [Theory]
    [InlineData("a.example.com/any", "exact", "an exact host before every host")]
    [InlineData("A.EXAMPLE.COM.:8443/x", "exact", "a host in capitals, with a dot and a port")]
    [InlineData("a.example.com/in", "exact", "a grant of another listener")]
    [InlineData("b.example.com/p", "path", "a path itself")]
    [InlineData("b.example.com/p/1", "path", "a path below")]
    [InlineData("b.example.com/p/q", "deeper", "the longer path")]
    [InlineData("b.example.com/p/q/r/s", "path", "the longest path")]
    [InlineData("b.example.com/px", "wild", "a path that only begins so")]
    [InlineData("c.example.com/any", "wild", "a wildcard before every host")]
    [InlineData("c.d.example.com/", "", "two labels in front")]
    [InlineData("example.org/any/1", "anywhere", "every host")]
    [InlineData("example.org/other", "", "a path that nobody is granted")]
    [InlineData("a.example.com/x/../y", "exact", "an ambiguous path of a host that is one unit's")]
    [InlineData("b.example.com/p/../q", "", "an ambiguous path of a host that is divided")]
    [InlineData("b.example.com/%70", "", "an escape of a letter")]
    [InlineData("b.example.com//p", "", "an empty segment")]
    [InlineData("example.org/any/%2e", "", "an ambiguous path below a granted one")]
    public void Finds_the_most_specific_grant(string url, string unit, string description)
    {
        // Where every host is granted by path, no host is whole.
        var grants = url.StartsWith("a.example.com/x", StringComparison.Ordinal) ? Grants.Replace(
            """ "anywhere": { "Paths": [ "/any" ] },""".Trim(), "", StringComparison.Ordinal) : Grants;
        _stand.Grant(grants);
        foreach (var name in (string[])["exact", "path", "deeper", "wild", "anywhere", "inner"]) _stand.Unit(name, $"the-key-of-{name}");

        Expect.Equal(unit.Length > 0 ? $"{unit}/default" : "default", _stand.Policy(url), description);
        if (unit.Length > 0) Assert.True(_stand.IsAllowed(url, $"the-key-of-{unit}"), description);
    }

    [Fact]
    public void Gives_ambiguous_paths_to_no_unit_where_the_operator_denies_a_path()
    {
        _stand.Grant(
            """ "video": { "Hosts": [ "video.example.com" ] }, "shop": { "Hosts": [ "shop.example.com" ] } """,
            """, "Policies": [ { "Name": "closed", "Hosts": [ "video.example.com" ], "Paths": [ "/internal" ], "Action": "Deny" } ]""")
            .Unit("video", "the-key-of-team-video").Unit("shop", "the-key-of-team-shop");

        Assert.Equal("NoPolicy", _stand.Policy("video.example.com/x/../internal"));
        Assert.False(_stand.IsAllowed("video.example.com/x/../internal", "the-key-of-team-video"));
        Assert.True(_stand.IsAllowed("shop.example.com/x/../internal", "the-key-of-team-shop"));
    }

    [Fact]
    public void Gives_a_request_without_a_host_to_no_policy_where_a_grant_lists_hosts()
    {
        _stand.Grant(""" "video": { "Hosts": [ "video.example.com" ] } """).Unit("video", "the-key-of-team-video");

        Assert.Equal("NoPolicy", _stand.Policy("/"));
    }

    [Fact]
    public void Opens_no_ambiguous_path_in_the_operators_shadow_where_there_are_grants()
    {
        const string Policies = """, "Policies": [ { "Name": "trial", "Mode": "Shadow" } ]""";
        _stand.Grant(""" "video": { "Hosts": [ "video.example.com" ], "Paths": [ "/video" ] } """, Policies)
            .Unit("video", "the-key-of-team-video");

        Assert.False(_stand.IsAllowed("video.example.com/x/../video"));
        Assert.True(_stand.IsAllowed("video.example.com/x"));
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "neither hosts nor paths", """ "a": { "Listeners": [ "edge" ] } """, "a grant needs Hosts or Paths" },
        { "an exact path", """ "a": { "Paths": [ "=/a" ] } """, "a grant has prefixes only" },
        { "a glob", """ "a": { "Paths": [ "/a/*" ] } """, "a grant has prefixes only" },
        { "an ambiguous path", """ "a": { "Paths": [ "/a//b" ] } """, "programs may read this path differently" },
        { "a host with a port", """ "a": { "Hosts": [ "a.example.com:80" ] } """, "write a host without its port" },
        { "a listener that is not there", """ "a": { "Paths": [ "/a" ], "Listeners": [ "egde" ] } """, "did you mean edge?" },
        { "a typo", """ "a": { "Path": [ "/a" ] } """, "did you mean Paths?" },
        { "a name that is none", """ "a/b": { "Paths": [ "/a" ] } """, "is no name of a unit" },
        { "a name that begins with a dot", """ ".a": { "Paths": [ "/a" ] } """, "is no name of a unit" },
        { "a key's id that looks like a unit's", """ "own": { "Paths": [ "/a" ] } """, "" },
        { "one host twice", """ "a": { "Hosts": [ "x.org" ] }, "b": { "Hosts": [ "X.org" ] } """,
            "x.org/ is granted to the unit a already" },
        { "one path twice", """ "a": { "Paths": [ "/x", "/y" ] }, "b": { "Paths": [ "/y" ] } """, "/y is granted to the unit a already" },
        { "one host twice on a listener", """
            "a": { "Hosts": [ "x.org" ], "Listeners": [ "edge", "inner" ] }, "b": { "Hosts": [ "x.org" ], "Listeners": [ "inner" ] }
            """, "x.org/ is granted to the unit a already" },
        { "one host on two listeners", """
            "a": { "Hosts": [ "x.org" ], "Listeners": [ "edge" ] }, "b": { "Hosts": [ "x.org" ], "Listeners": [ "inner" ] }
            """, "" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Is_an_error_of_the_operator(string description, string grants, string says)
    {
        _stand.Grant(grants);

        if (says.Length == 0) Assert.NotNull(_stand.Load());
        else Expect.Contains(says, Assert.Throws<ConfigurationException>(() => _stand.Load()).Message, description);
    }

    [Theory]
    [InlineData("a host that is granted", """ "Hosts": [ "video.example.com" ] """, "")]
    [InlineData("a host below a wildcard", """ "Hosts": [ "a.cdn.example.com" ] """, "")]
    [InlineData("a wildcard that is granted", """ "Hosts": [ "*.cdn.example.com" ] """, "")]
    [InlineData("another host", """ "Hosts": [ "shop.example.com" ] """, "'shop.example.com' is beyond the grant")]
    [InlineData(
        "a host two labels below a wildcard", """ "Hosts": [ "a.b.cdn.example.com" ] """, "'a.b.cdn.example.com' is beyond the grant")]
    [InlineData("a wildcard above", """ "Hosts": [ "*.example.com" ] """, "'*.example.com' is beyond the grant")]
    [InlineData("a path that is granted", """ "Paths": [ "/video" ] """, "")]
    [InlineData("a path below", """ "Paths": [ "/video/1", "=/video", "=/video/2", "/video/*.m3u8", "/video/" ] """, "")]
    [InlineData("a path beside", """ "Paths": [ "/videos" ] """, "'/videos' is beyond the grant")]
    [InlineData("an exact path beside", """ "Paths": [ "=/" ] """, "'=/' is beyond the grant")]
    [InlineData("a glob that matches more", """ "Paths": [ "/video*" ] """, "'/video*' is beyond the grant")]
    [InlineData("every path", """ "Paths": [ "/" ] """, "'/' is beyond the grant")]
    public void Holds_for_each_policy_of_a_unit(string description, string setting, string says)
    {
        _stand.Grant(
            """ "video": { "Hosts": [ "video.example.com", "*.cdn.example.com" ], "Paths": [ "/video" ], "Listeners": [ "edge" ] } """)
            .Unit("video", "the-key-of-team-video", $$""" { "Name": "p", {{setting}} } """);

        var errors = _stand.State("video").Errors;

        if (says.Length == 0) Assert.True(errors.IsEmpty, $"{description}: {string.Join('\n', errors)}");
        else Expect.Contains($"{says}{Granted}", Assert.Single(errors).Message, description);
    }

    [Fact]
    public void Needs_a_listener_that_can_serve_the_policies()
    {
        _stand.Grant(""" "hooks": { "Hosts": [ "hooks.example.com" ] } """)
            .Unit("hooks", "the-key-of-team-hooks", """ { "Name": "p", "Scheme": "github" } """);
        Assert.Contains(
            "ask for a grant of other Listeners (listener inner)",
            Assert.Single(_stand.State("hooks").Errors).Message,
            StringComparison.Ordinal);

        _stand.Grant(""" "hooks": { "Hosts": [ "hooks.example.com" ], "Listeners": [ "edge" ] } """);
        _stand.Configuration.ReloadIfChanged();
        Assert.Empty(_stand.State("hooks").Errors);
    }
}
