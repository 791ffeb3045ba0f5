using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Loading;
using TokenAuthz.Signing;

namespace TokenAuthz.Tests.Engine.Units;

/// <summary>A unit that does not load changes nothing of another, and keeps its own last good state.</summary>
[Promise(9)]
public sealed class UnitReloadTests : IDisposable
{
    private const string First = "the-first-key-of-video";
    private const string Second = "the-second-key-of-video";
    private const string Shop = "the-key-of-team-shop";
    private const string Grants =
        """ "video": { "Hosts": [ "video.example.com" ] }, "shop": { "Hosts": [ "shop.example.com" ] } """;

    private readonly UnitStand _stand = new UnitStand().Grant(Grants).Unit("video", First).Unit("shop", Shop);

    public void Dispose() => _stand.Dispose();

    [Fact]
    public void Reads_the_changed_unit_and_no_other()
    {
        var shop = _stand.Decide("shop.example.com/").Policy;
        Assert.Equal(default, _stand.Configuration.ReloadIfChanged());

        _stand.Unit("video", Second);
        var outcome = _stand.Configuration.ReloadIfChanged();

        Assert.Equal((null, null), (outcome.Snapshot, outcome.Failure));
        Assert.Equal(("video", UnitStatus.Current), (Assert.Single(outcome.Units!).Unit, outcome.Units![0].Status));
        Assert.Equal((false, true), (_stand.IsAllowed("video.example.com/", First), _stand.IsAllowed("video.example.com/", Second)));
        Assert.Same(shop, _stand.Decide("shop.example.com/").Policy);
        Assert.Equal(default, _stand.Configuration.ReloadIfChanged());
    }

    [Theory]
    [InlineData("no JSON", "{", "is not JSON")]
    [InlineData("an empty file", "", "is not JSON")]
    [InlineData("a typo", """{ "TokenAuthz": { "Polices": [] } }""", "did you mean Policies?")]
    [InlineData("no section", """{ "Keys": [] }""", "it has no section TokenAuthz")]
    [InlineData("no key", """{ "TokenAuthz": { "Policies": [ { "Name": "a" } ] } }""", "there is no key: write a list of TokenAuthz:Keys")]
    [InlineData("a weak key", """{ "TokenAuthz": { "Keys": [ { "Id": "k", "Value": "changeme" } ] } }""", "everybody knows")]
    public void Keeps_the_last_good_state_of_a_unit_that_does_not_load(string description, string text, string says)
    {
        Assert.True(_stand.IsAllowed("video.example.com/", First));
        var loaded = _stand.State("video").LoadedAt;

        _stand.UnitText("video", text).Unit("shop", "the-other-key-of-shop");
        var outcome = _stand.Configuration.ReloadIfChanged();

        Assert.Equal(2, outcome.Units!.Count);
        var state = _stand.State("video");
        Assert.Equal((UnitStatus.Outdated, loaded, 1), (state.Status, state.LoadedAt, state.Policies));
        Expect.Contains(says, string.Join('\n', state.Errors), description);
        Assert.True(_stand.IsAllowed("video.example.com/", First), description);
        Assert.True(_stand.IsAllowed("shop.example.com/", "the-other-key-of-shop"), description);
        Assert.True(_stand.Configuration.State.IsCurrent);
        Assert.Equal(default, _stand.Configuration.ReloadIfChanged()); // reported once

        _stand.Unit("video", Second);
        _stand.Configuration.ReloadIfChanged();
        Assert.Equal((UnitStatus.Current, true), (_stand.State("video").Status, _stand.IsAllowed("video.example.com/", Second)));
    }

    [Fact]
    [Promise(11)]
    public void Denies_what_a_unit_is_granted_that_does_not_load_at_start()
    {
        _stand.Grant(Grants, """, "Policies": [ { "Name": "open", "Action": "Allow" } ]""").UnitText("video", "{");

        var denial = _stand.Decide("video.example.com/");

        Assert.Equal((false, DenyReason.NoPolicy), (denial.IsAllowed, denial.Reason));
        Assert.Equal((DenyCause.UnitNotInForce, "video"), (denial.Cause, denial.CauseSubject));
        Assert.Equal(UnitStatus.Refused, _stand.State("video").Status);
        Assert.True(_stand.IsAllowed("shop.example.com/", Shop));
        Assert.True(_stand.IsAllowed("example.com/"));
    }

    [Fact]
    [Promise(11)]
    public void Denies_what_a_unit_was_granted_whose_file_is_removed()
    {
        _stand.Grant(Grants, """, "Policies": [ { "Name": "open", "Action": "Allow" } ]""");
        Assert.True(_stand.IsAllowed("video.example.com/", First));

        _stand.RemoveUnit("video");
        var outcome = _stand.Configuration.ReloadIfChanged();

        Assert.Equal(UnitStatus.Missing, Assert.Single(outcome.Units!).Status);
        Assert.Equal(DenyReason.NoPolicy, _stand.Decide("video.example.com/", First).Reason);
        Assert.Equal(["shop/k"], _stand.Configuration.Engine.Snapshot.Keys.Where(key => key.Owner.Length > 0).Select(key => key.Name));

        _stand.Unit("video", Second);
        _stand.Configuration.ReloadIfChanged();
        Assert.True(_stand.IsAllowed("video.example.com/", Second));
    }

    [Fact]
    public void Follows_the_grants_of_the_operator()
    {
        Assert.True(_stand.IsAllowed("video.example.com/", First));

        _stand.Grant(""" "shop": { "Hosts": [ "shop.example.com", "video.example.com" ] } """);
        Assert.NotNull(_stand.Configuration.ReloadIfChanged().Snapshot);

        Assert.Equal((false, true), (_stand.IsAllowed("video.example.com/", First), _stand.IsAllowed("video.example.com/", Shop)));
        Assert.Equal(["shop"], _stand.Configuration.State.Units.Select(unit => unit.Unit));
        Assert.EndsWith("video.json", Assert.Single(_stand.Configuration.State.WithoutGrant), StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_the_units_in_force_when_the_operators_file_does_not_load()
    {
        Assert.True(_stand.IsAllowed("video.example.com/", First));

        _stand.Grant(""" "video": { "Listeners": [ "edge" ] } """).Unit("shop", "the-other-key-of-shop");
        Assert.NotNull(_stand.Configuration.ReloadIfChanged().Failure);

        Assert.True(_stand.IsAllowed("video.example.com/", First));
        Assert.True(_stand.IsAllowed("shop.example.com/", "the-other-key-of-shop"));
    }

    [Fact]
    public void Reports_a_file_without_a_grant_and_does_not_read_it()
    {
        _ = _stand.Configuration;
        _stand.UnitText("stranger", "{");

        var outcome = _stand.Configuration.ReloadIfChanged();

        Assert.Empty(outcome.Units!);
        Assert.EndsWith("stranger.json", Assert.Single(_stand.Configuration.State.WithoutGrant), StringComparison.Ordinal);
        Assert.Equal(default, _stand.Configuration.ReloadIfChanged());
    }

    [Fact]
    public void Checks_one_unit_without_the_operators_keys_and_the_other_units()
    {
        _stand.Grant(Grants, """, "Policies": [ { "Name": "p", "Keys": [ "elsewhere" ] } ]""").UnitText("shop", "{");

        var unit = _stand.Check("video");

        Assert.Equal(("video", "video/default", "video/k"), (unit.Unit, Assert.Single(unit.Policies).Name, Assert.Single(unit.Keys).Name));
        Assert.Equal("video", _stand.Check(Path.Combine(_stand.Units, "video.json")).Unit);
        Assert.Contains("it is not JSON", Failure("shop"), StringComparison.Ordinal);
        Assert.Contains("there is no grant for the unit vdeo; did you mean video?", Failure("vdeo"), StringComparison.Ordinal);
        _stand.RemoveUnit("video");
        Assert.Contains("there is no file of the unit video", Failure("video"), StringComparison.Ordinal);

        string Failure(string name) => Assert.Throws<ConfigurationException>(() => _stand.Check(name)).Message;
    }
}
