//! The macro that turns a row into data and a type.

/// Declares the rows of one area.
///
/// Input, columns in this order, optional ones in brackets:
///
/// ```text
/// operations! { Collections
///     /// Answers the collection.
///     GetCollection = "getCollection":
///         Read GET "/collections/{collectionId}", needs Read, [flags "k",] [limit List,]
///         [rule Into,] [lowers Personal,] [names ["mock.collection" Collection GetCollection],]
///         says Read "collection", [query ["model"],] [tool "name",]
///         [tools [Minimal, Full],] [hints None,] ok [200], [errors [404 Problem E2]];
/// }
/// ```
///
/// Output: `pub struct GetCollection`, `impl Operation for GetCollection` whose `SPEC` is the
/// row, and `pub(super) static ROWS` with all of them in order.
macro_rules! operations {
    ($area:ident $(
        #[doc = $summary:literal]
        $name:ident = $id:literal: $access:ident $method:ident $path:literal,
        needs $floor:ident $(.. $worst:ident)?,
        $(flags $flags:literal,)? $(limit $limit:ident,)? $(rule $rule:ident,)?
        $(lowers $lowers:ident,)? $(names [$($at:literal $kind:ident $right:ident),+],)?
        says $verb:ident $object:literal,
        $(query [$($query:literal),+],)? $(tool $tool:literal,)? $(tools [$($toolset:ident),+],)?
        $(hints $hints:ident,)? ok [$($ok:literal),+]
        $(, errors [$($status:literal $media:ident $($shape:ident)+),+])?;
    )+) => {
        use crate::*;
        $(
            #[doc = $summary]
            #[derive(Clone, Copy, Debug)]
            pub struct $name;
            impl Operation for $name {
                const SPEC: &'static Spec = &Spec {
                    id: $id, summary: $summary.trim_ascii(), method: http::Method::$method,
                    path: $path, area: Area::$area, access: Access::$access,
                    needs: operations!(@needs $floor $($worst)?),
                    flags: Flags::new(concat!($($flags)?)),
                    limit: operations!(@limit $($limit)?),
                    rule: operations!(@some $($rule)?),
                    lowers: operations!(@harmless $($lowers)?),
                    names: &[$($(Named {
                        at: $at, kind: Kind::$kind, right: <op::$right as Operation>::SPEC,
                    }),+)?],
                    phrase: Phrase { verb: Verb::$verb, object: $object },
                    query: &[$($($query),+)?],
                    tool: operations!(@or $id $($tool)?),
                    toolsets: &[$($(Toolset::$toolset),+)?],
                    hints: operations!(@hints $access $($hints)?),
                    success: &[$($ok),+],
                    errors: &[$($(ErrorForm {
                        status: $status, media: Media::$media, shapes: &[$(Shape::$shape),+],
                    }),+)?],
                };
            }
        )+
        #[allow(dead_code, reason = "rows outside the catalogue are gathered by name")]
        pub(super) static ROWS: &[&Spec] = &[$($name::SPEC),+];
    };
    (@needs $level:ident) => { Needs { floor: Level::$level, worst: Level::$level } };
    (@needs $floor:ident $worst:ident) => { Needs { floor: Level::$floor, worst: Level::$worst } };
    (@or $default:literal) => { $default };
    (@or $default:literal $given:literal) => { $given };
    (@limit) => { LimitClass::Default };
    (@limit $limit:ident) => { LimitClass::$limit };
    (@some) => { None };
    (@some $rule:ident) => { Some(Rule::$rule) };
    (@harmless) => { None };
    (@harmless $harmless:ident) => { Some(Harmless::$harmless) };
    (@hints $access:ident) => { Hints::of(Access::$access) };
    (@hints $access:ident $hints:ident) => { Hints::$hints };
}
