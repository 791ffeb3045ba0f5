namespace TokenAuthz.EndToEnd.Readme;

/// <summary>
/// A <c>dotnet</c> and a <c>docker</c> for a shell that run what this build has made, where a page builds and runs it: with the
/// environment and the arguments of the page. An <c>envoy</c> that starts beside any other: by default, only one of a machine does.
/// </summary>
internal static class StandIns
{
    /// <summary>Writes them as functions of the shell.</summary>
    /// <param name="module">A folder with the module as it is published, for pages that publish it.</param>
    public static string Functions(string module = "")
    {
        var start = ShippedProgram.With();
        var program =
            string.Join(' ', start.ArgumentList.Prepend(Programs.Find(start.FileName) ?? start.FileName).Select(word => $"'{word}'"));
        return $$"""
            dotnet() {
              case $1 in
                run)
                  while [ $# -gt 0 ] && [ "$1" != -- ]; do shift; done
                  shift
                  ASPNETCORE_ENVIRONMENT=Development {{program}} "$@" ;;
                publish)
                  while [ "$1" != -o ]; do shift; done
                  mkdir -p "$2" && cp '{{module}}'/* "$2" ;;
              esac
            }
            docker() {
              [ "$1" = run ] || return 0
              local settings=()
              while [ $# -gt 0 ]; do if [ "$1" = -e ]; then settings+=("$2"); fi; shift; done
              env -u ASPNETCORE_ENVIRONMENT -u DOTNET_ENVIRONMENT "${settings[@]}" {{program}} >/dev/null &
            }
            envoy() { command envoy "$@" --disable-hot-restart; }
            export -f dotnet docker envoy
            """;
    }
}
