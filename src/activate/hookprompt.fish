
function gostead --description 'One home for every Go'
    if test "$argv" = deactivate
        _gostead_off
        return 0
    end
    switch "$argv[1]"
        case use shell deactivate
            set -l code ($_gostead_home/bin/gostead $argv --shell fish </dev/null)
            or return
            if string match -q '# gostead*' -- $code[1]
                printf '%s\n' $code | source
            else
                printf '%s\n' $code
            end
        case '*'
            set -g _gostead_files
            $_gostead_home/bin/gostead $argv
    end
end

# $_gostead_seen becomes what the choice depends on: directory, variables, and the pin files on the way up with what they hold.
function _gostead_look
    set -l found
    set -l at $PWD
    while true
        for name in gostead.yaml .go-version .goenv mise.toml .mise.toml .tool-versions go.work go.mod
            test -f $at/$name; and set -a found $at/$name
        end
        test -n "$at"; or break
        set at (string replace -r '/[^/]*$' '' -- $at)
    end
    string match -q -- '/*' "$GOWORK"; and set -a found $GOWORK
    for file in $found $_gostead_home/default $_gostead_home/goenv$found
        set -l text
        test -r $file; and read -z text <$file
        set -a _gostead_seen $file "$text"
    end
end

function _gostead_same
    set -g _gostead_seen "$PWD|$GOSTEAD_VERSION|$GOENV_VERSION|$GOTOOLCHAIN|$GOWORK|$GO111MODULE|$GOROOT|$GOSTEAD_CEILING"
    if test -n "$_gostead_bin"
        test "$PATH[1]" = "$_gostead_bin"; and test -x $_gostead_bin/go; or return
        if test -n "$_gostead_link"
            test (path resolve $_gostead_link) = (path resolve $_gostead_bin); or return
        end
        if test -n "$_gostead_want"
            test -x $_gostead_want; and return 1
        end
    end
    _gostead_look
    test "$_gostead_seen" = "$_gostead_files"
end

function _gostead_prompt --on-event fish_prompt --on-variable PWD
    set -l before $status
    if not _gostead_same
        _gostead_apply
        _gostead_same
        set -g _gostead_files $_gostead_seen
    end
    return $before
end

function _gostead_unhook
    functions -e _gostead_prompt _gostead_look _gostead_same _gostead_unhook gostead
    set -eg _gostead_seen
    set -eg _gostead_files
end

set -g _gostead_files
_gostead_prompt
