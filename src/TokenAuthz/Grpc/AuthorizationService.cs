using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Listeners;

namespace TokenAuthz.Grpc;

/// <summary>Answers Envoy's gRPC checks.</summary>
internal sealed class AuthorizationService(Judge judge, GrpcAnswer answer) : Authorization.AuthorizationBase
{
    public override async Task<CheckResponse> Check(CheckRequest request, ServerCallContext context)
    {
        var listener = context.GetHttpContext().Features.GetRequiredFeature<Listener>();
        return answer.Of(await judge.JudgeAsync<GrpcQuestion, GrpcRequestView>(listener, new(request, listener)));
    }
}
