"""Where the farm's official analyser differs from ours on the real Houdini scenes, and why ours is right.

For the reader's tests and for those of the plug-in inside a simulated Houdini.
"""

RANGE_IGNORED = "its range is off: Houdini renders the current frame alone, the analyser takes f1 and f2"
OVERLOOKED = "a type the analyser overlooks"
NODES = {
    ("Queue.hip", "/obj/ROPs/Mantra", "frames"): RANGE_IGNORED,
    ("breako.hip", "/out/mantra1", "frames"): RANGE_IGNORED,
    ("super_light_ql_OBJ.hip", "/out/test", "frames"): RANGE_IGNORED,
    ("super_light_ql_OBJ.hip", "/out/test_grid", "frames"): RANGE_IGNORED,
    ("test_parameters.hip", "/out/mantra1", "frames"): RANGE_IGNORED,
    ("udim_example.hip", "/out/mantra1", "frames"): RANGE_IGNORED,
    ("udim_example.hip", "/obj/RENDER_ME/mantra--render.udim.geometry", "frames"): RANGE_IGNORED,
    ("karma_aovs_for_prman_denoiser.1.0.hip", "/stage/usdrender_rop3", "frames"): RANGE_IGNORED,
    ("karma_aovs_for_prman_denoiser.1.0.hip", "/stage/usdrender_rop3", "width"): "it does not ask the stage's settings",
    (
        "karma_aovs_for_prman_denoiser.1.0.hip",
        "/stage/usdrender_rop3",
        "height",
    ): "it does not ask the stage's settings",
    ("htoa_resolution_test.hipnc", "/out/arnold_frustum_volumes", "frames"): RANGE_IGNORED,
    ("htoa_resolution_test.hipnc", "/out/arnold_frustum_volumes", "width"): "it misses override_camerares of Arnold",
    ("htoa_resolution_test.hipnc", "/out/arnold_frustum_volumes", "height"): "it misses override_camerares of Arnold",
    ("htoa_resolution_test.hipnc", "/out/arnold_pts_ass", "frames"): RANGE_IGNORED,
    ("htoa_resolution_test.hipnc", "/out/arnold_pts_ass", "node_type"): "it leaves the type of this one out",
    ("Queue.hip", "/obj/COPs/rop_comp", ""): OVERLOOKED,
    ("udim_example.hip", "/obj/simple_udim_geo/build_udim_template/RENDER_ME", ""): OVERLOOKED,
    ("loop_volume.1.0.hip", "/obj/bonfire/pyro_sim", ""): "it lists a file cache only where it is told to write",
}
"""Scene, node and field (the whole node where empty) in which ours differs -> why."""

WRITTEN = "it is written by a node, not read"
FILES = {
    "rendergallerysource": WRITTEN,
    "taskgraphfile": WRITTEN,
    "checkpointfile": WRITTEN,
    "outputfile": WRITTEN,
    "output_filename1": WRITTEN,
    "outfile": WRITTEN,
    "outpattern": WRITTEN,
    "sopoutput": WRITTEN,
    "copoutput": WRITTEN,
    "perfmon_output": WRITTEN,
    "explicitcachename": WRITTEN,
    "takes_file": WRITTEN,
    "playfilesname": "playing files is switched off",
    "RS_objprop_proxy_file": "the proxy is switched off",
    "pattern": "a search of a TOP, which may find nothing",
    "text": "a text to be shown, not a path",
    "pdg_command": "a command line, not a path",
    "filepath": "text that a TOP writes; told as 50105, for only the running TOP knows it",
    "string2": "a value given to geometry, told with the shader that reads it",
}
"""Parameter the official analyser calls a missing file -> why ours does not."""
